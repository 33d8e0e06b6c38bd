import { and, desc, eq, gte, isNotNull } from "drizzle-orm";
import { probeEndpointsTask } from "@/lib/connectivity/endpoints/probe-endpoints.task";
import { endpointProbeRuns, endpointProbes } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import { askServer } from "@/lib/server-tasks/ask-server";
import { failed, notApplicable, passed, type RoleCheck } from "../model";

/** The new server reaches what is connected, through its own proxy. */
export const endpoints: RoleCheck = {
  id: "endpoints",
  topics: ["endpoints"],
  cure: "/endpoints",
  async begin({ isOffline, thread, change }) {
    if (isOffline) return;
    const { requestedBy } = change;
    await asOwner(thread, (tx) =>
      askServer(tx, thread.clock, probeEndpointsTask, {
        serverId: change.toServerId ?? "",
        input: { trigger: "role-change", requestedBy },
        requestedBy,
      }),
    );
  },
  async look({ isOffline, db, change, begunAt }) {
    if (isOffline) return notApplicable("role-offline");
    const [run] = await db
      .select()
      .from(endpointProbeRuns)
      .where(
        and(
          eq(endpointProbeRuns.serverId, change.toServerId ?? ""),
          eq(endpointProbeRuns.whole, true),
          isNotNull(endpointProbeRuns.finishedAt),
          gte(endpointProbeRuns.startedAt, begunAt),
        ),
      )
      .orderBy(desc(endpointProbeRuns.startedAt))
      .limit(1);
    if (!run) return null;
    if (run.unreachable === 0) return passed({ count: run.reachable }, "endpoints-reached");
    const probes = await db.select().from(endpointProbes).where(eq(endpointProbes.runId, run.id));
    const lost = probes.filter(({ layers }) => layers.some(({ outcome }) => outcome === "failed"));
    return failed("endpoints-unreachable", {
      count: run.unreachable,
      endpoints: lost.map(({ endpoint }) => endpoint).join(", "),
    });
  },
};

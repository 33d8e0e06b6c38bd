import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { serverTasks, siteSystemServers } from "@/lib/db/schema";
import { readSiteSystemServers } from "@/lib/hierarchy/list-servers";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { CHECK_REQUIREMENTS } from "./check-requirements.order";
import { checkedRequirements, unmetRequirements } from "./checked-requirements";
import type { CheckedRequirement } from "./model";

export interface RequirementsView {
  server: SiteSystemServer;
  /** Somebody asked, and the server has not answered yet. */
  running: boolean;
  /** Of the newest check that was answered; null before the first. */
  checkedAt: Date | null;
  checks: CheckedRequirement[];
  /** How many forbid the installation. */
  unmet: number;
}

/** Whether a server answers, and what it found out about itself the last time it was asked. */
export const getRequirements = defineQuery({
  name: "get-requirements",
  action: "role.view",
  input: z.object({ serverId: z.guid() }),
  async run({ db, clock }, { serverId }) {
    const [server] = await readSiteSystemServers({ db, clock }, eq(siteSystemServers.id, serverId));
    if (!server) return fail("server-not-found");
    const tasks = await db
      .select({ state: serverTasks.state, result: serverTasks.result, finishedAt: serverTasks.finishedAt })
      .from(serverTasks)
      .where(and(eq(serverTasks.serverId, serverId), eq(serverTasks.kind, CHECK_REQUIREMENTS.kind)))
      .orderBy(desc(serverTasks.requestedAt))
      .limit(10);
    const answered = tasks.find(({ state }) => state === "done");
    const checks = checkedRequirements(answered?.result) ?? [];
    return ok({
      server,
      running: tasks.some(({ state }) => state === "waiting" || state === "running"),
      checkedAt: answered?.finishedAt ?? null,
      checks,
      unmet: unmetRequirements(checks).length,
    } satisfies RequirementsView);
  },
});

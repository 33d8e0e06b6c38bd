import { and, eq, inArray } from "drizzle-orm";
import type { AuditEntry } from "@/lib/access/audit";
import { actorName, type Ctx } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { usageDataRuns } from "@/lib/db/schema";
import type { UsageDataLevel } from "./model";

interface RunRequest {
  purpose: "requested" | "preview";
  level: UsageDataLevel;
}

export interface RequestedRun extends RunRequest {
  runId: string;
  /** Somebody asked for the same before, and it is not done yet: that run is the answer to both. */
  alreadyRequested: boolean;
}

/** Queues a collection for the thread of the top-level site server. */
export async function requestRun(ctx: Ctx, { purpose, level }: RunRequest): Promise<RequestedRun> {
  const [queued] = await ctx.db
    .insert(usageDataRuns)
    .values({ purpose, level, requestedBy: actorName(ctx.actor), requestedAt: ctx.clock.now() })
    .onConflictDoNothing()
    .returning({ runId: usageDataRuns.runId });
  if (queued) {
    await publish(ctx.db, { topic: "usage-data", key: queued.runId });
    return { ...queued, purpose, level, alreadyRequested: false };
  }
  const [open] = await ctx.db
    .select({ runId: usageDataRuns.runId })
    .from(usageDataRuns)
    .where(
      and(
        eq(usageDataRuns.purpose, purpose),
        eq(usageDataRuns.level, level),
        inArray(usageDataRuns.state, ["waiting", "collecting"]),
      ),
    );
  // It ended between the two statements: ask for the next one.
  if (!open) return requestRun(ctx, { purpose, level });
  return { ...open, purpose, level, alreadyRequested: true };
}

export const requestAudit = ({
  runId,
  purpose,
  level,
  alreadyRequested,
}: RequestedRun): Omit<AuditEntry, "action"> | null =>
  alreadyRequested
    ? null
    : {
        messageId: 60005,
        objectType: "usage-data-run",
        objectId: runId,
        strings: [purpose, String(level)],
      };

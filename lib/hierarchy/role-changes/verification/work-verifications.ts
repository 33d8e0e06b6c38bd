import { and, desc, eq, inArray } from "drizzle-orm";
import { roleChangeChecks, roleChanges } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { workChecks } from "./verify-role";

/** Points of a change that is complete, which somebody wants checked again. */
export async function workVerifications(thread: ThreadContext): Promise<void> {
  const [change] = await thread.db
    .select({
      id: roleChanges.id,
      fromServerId: roleChanges.fromServerId,
      toServerId: roleChanges.toServerId,
      requestedBy: roleChanges.requestedBy,
    })
    .from(roleChanges)
    .innerJoin(roleChangeChecks, eq(roleChangeChecks.roleChangeId, roleChanges.id))
    .where(
      and(
        inArray(roleChanges.state, ["complete", "failed"]),
        inArray(roleChangeChecks.state, ["waiting", "running"]),
      ),
    )
    .orderBy(desc(roleChanges.requestedAt))
    .limit(1);
  if (change) await workChecks(thread, change);
}

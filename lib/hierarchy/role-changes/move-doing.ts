import type { Database } from "@/lib/db/connection";
import { serviceConnectionPoint } from "@/lib/db/schema";
import { fetchContentAnew } from "@/lib/updates/fetch-content-anew";
import { awaitLeaseEnd } from "./await-lease-end";
import { awaitRoleThreads } from "./await-role-threads";
import { checkServer } from "./check-server";
import { clearRoleComponents } from "./clear-role-components";
import { giveRole } from "./give-role";
import { forgetHandOver, handOver } from "./hand-over/hand-over";
import { putSecretsInPlace } from "./hand-over/put-secrets-in-place";
import type { RoleChangeDoing, RoleChangeStepContext } from "./model";
import type { MoveFacts } from "./move-facts";
import type { RoleServer } from "./order-role-change";
import { startRoleThreads, stopRoleThreads } from "./stop-role-threads";
import { verifyRole } from "./verification/verify-role";

interface AnyMoveInput {
  oldHolder: "alive" | "unreachable";
}
type Doing = RoleChangeDoing<AnyMoveInput, MoveFacts>;
type Step = RoleChangeStepContext<AnyMoveInput, MoveFacts>;

/** How the steps are done that every way of moving the role has in common; the *switch* is each kind's own. */
export const MOVE_DOING = {
  "check-server": { run: checkServer },
  "stop-threads": {
    async run(step) {
      await stopRoleThreads(step);
      const leaseEndedAt = await awaitLeaseEnd(step);
      return leaseEndedAt ? { leaseEndedAt } : undefined;
    },
    undo: startRoleThreads,
  },
  "hand-over": { run: (step) => handOver(step, step.input), undo: forgetHandOver },
  "start-threads": { run: awaitRoleThreads },
  "clear-components": { run: clearRoleComponents },
  verify: { run: verifyRole },
} as const satisfies Record<string, Doing>;

/**
 * The role and its secrets change hands, and what the new server lacks is asked for, in one transaction.
 * @throws RoleChangeFailure when the old server does not hold the role any more
 */
export async function handRoleOver(
  tx: Database,
  { change, thread }: Pick<Step, "change" | "thread">,
  to: RoleServer,
): Promise<void> {
  await giveRole(tx, change.fromServerId, to, thread.clock.now());
  await putSecretsInPlace(tx, change.id);
}

/** @returns what the report names of it */
export async function fetchWhatIsLacking(
  tx: Database,
  { thread }: Pick<Step, "thread">,
): Promise<Pick<MoveFacts, "fetchedAnew">> {
  const [point] = await tx
    .select({ mode: serviceConnectionPoint.configuredMode })
    .from(serviceConnectionPoint);
  const at = thread.clock.now();
  const isOffline = point?.mode === "offline";
  return { fetchedAnew: await fetchContentAnew(tx, { at, by: thread.component, isOffline }) };
}

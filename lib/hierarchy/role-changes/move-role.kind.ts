import { z } from "zod";
import { serviceConnectionPoint } from "@/lib/db/schema";
import { fetchContentAnew } from "@/lib/updates/fetch-content-anew";
import { awaitLeaseEnd } from "./await-lease-end";
import { awaitRoleThreads } from "./await-role-threads";
import { checkServer } from "./check-server";
import { clearRoleComponents } from "./clear-role-components";
import { giveRole } from "./give-role";
import { forgetHandOver, handOver } from "./hand-over/hand-over";
import { putSecretsInPlace } from "./hand-over/put-secrets-in-place";
import { namedSecrets } from "./hand-over/sealed-secrets";
import { type RoleChangeDefinition, RoleChangeFailure } from "./model";
import { MOVE_ROLE } from "./move-role.order";
import { findServerForRole } from "./order-role-change";
import { startRoleThreads, stopRoleThreads } from "./stop-role-threads";
import { verifyRole } from "./verification/verify-role";

type Input = z.infer<(typeof MOVE_ROLE)["input"]>;
type StepId = (typeof MOVE_ROLE)["steps"][number];

export const moveFacts = z
  .object({
    /** When the lease of a holder that did not answer was over. */
    leaseEndedAt: z.string(),
    holderSilent: z.boolean(),
    handedOver: namedSecrets,
    renewalRequired: namedSecrets,
    /** Names of updates that were ready, whose files the new server fetches once more. */
    fetchedAnew: z.array(z.string()),
  })
  .partial();

/**
 * The role goes from one server to another as one guided run. The product knows only *remove* and *install*
 * (reference/role.md §8.2); these are the same steps, in an order in which nothing is lost that could be kept.
 */
export const moveRoleKind: RoleChangeDefinition<Input, z.infer<typeof moveFacts>, StepId> = {
  ...MOVE_ROLE,
  facts: moveFacts,
  title: "Move of the service connection point",
  doing: {
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
    switch: {
      // Its executive may have been started anew since, and its threads with it.
      run: stopRoleThreads,
      async commit(tx, { change, thread }) {
        const at = thread.clock.now();
        const to = await findServerForRole(tx, change.toServerId ?? "");
        if ("ok" in to) throw new RoleChangeFailure(to.code);
        await giveRole(tx, change.fromServerId, to, at);
        await putSecretsInPlace(tx, change.id);
        const [point] = await tx
          .select({ mode: serviceConnectionPoint.configuredMode })
          .from(serviceConnectionPoint);
        const isOffline = point?.mode === "offline";
        return { fetchedAnew: await fetchContentAnew(tx, { at, by: thread.component, isOffline }) };
      },
    },
    "start-threads": { run: awaitRoleThreads },
    "clear-components": { run: clearRoleComponents },
    verify: { run: verifyRole },
  },
};

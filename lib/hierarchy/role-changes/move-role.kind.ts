import { type RoleChangeDefinition, RoleChangeFailure } from "./model";
import { fetchWhatIsLacking, handRoleOver, MOVE_DOING } from "./move-doing";
import { type MoveFacts, moveFacts } from "./move-facts";
import { MOVE_ROLE, type MoveRoleInput } from "./move-role.order";
import { findServerForRole } from "./order-role-change";
import { stopRoleThreads } from "./stop-role-threads";

type StepId = (typeof MOVE_ROLE)["steps"][number];

/**
 * The role goes from one server to another as one guided run. The product knows only *remove* and *install*
 * (reference/role.md §8.2); these are the same steps, in an order in which nothing is lost that could be kept.
 */
export const moveRoleKind: RoleChangeDefinition<MoveRoleInput, MoveFacts, StepId> = {
  ...MOVE_ROLE,
  facts: moveFacts,
  title: "Move of the service connection point",
  doing: {
    ...MOVE_DOING,
    switch: {
      // Its executive may have been started anew since, and its threads with it.
      run: stopRoleThreads,
      async commit(tx, step) {
        const to = await findServerForRole(tx, step.change.toServerId ?? "");
        if ("ok" in to) throw new RoleChangeFailure(to.code);
        await handRoleOver(tx, step, to);
        return fetchWhatIsLacking(tx, step);
      },
    },
  },
};

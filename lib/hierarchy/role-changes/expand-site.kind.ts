import { checkPreconditions } from "../expansion/preconditions";
import { addCentralAdministrationSite } from "./add-central-administration-site";
import { EXPAND_SITE, type ExpandSiteInput } from "./expand-site.order";
import { type RoleChangeDefinition, RoleChangeFailure } from "./model";
import { fetchWhatIsLacking, handRoleOver, MOVE_DOING } from "./move-doing";
import { type MoveFacts, moveFacts } from "./move-facts";
import { findServerForRole } from "./order-role-change";
import { stopRoleThreads } from "./stop-role-threads";

type StepId = (typeof EXPAND_SITE)["steps"][number];

/**
 * A stand-alone primary site joins a new central administration site (reference/role.md §8.3). Until the switch the
 * server of the new site is one of the primary's; then, in one transaction, its site is there, it has the role, and the
 * primary is a child. The thread that did it is not at the top any more: that of the new site goes on.
 */
export const expandSiteKind: RoleChangeDefinition<ExpandSiteInput, MoveFacts, StepId> = {
  ...EXPAND_SITE,
  facts: moveFacts,
  title: "Site expansion",
  doing: {
    ...MOVE_DOING,
    "check-expansion": {
      async run({ thread }) {
        // This change itself is the open one.
        const unmet = (await checkPreconditions(thread.db)).filter(
          ({ id, passed }) => !passed && id !== "no-role-change",
        );
        if (unmet.length > 0)
          throw new RoleChangeFailure("expansion-refused", { checks: unmet.map(({ id }) => id).join(", ") });
        return undefined;
      },
    },
    switch: {
      run: stopRoleThreads,
      async commit(tx, step) {
        const { change, input, thread } = step;
        const to = await findServerForRole(tx, change.toServerId ?? "");
        if ("ok" in to) throw new RoleChangeFailure(to.code);
        const site = { ...input, serverId: to.id, at: thread.clock.now() };
        await handRoleOver(tx, step, to);
        const { consentWithdrawn } = await addCentralAdministrationSite(tx, site);
        return { ...(await fetchWhatIsLacking(tx, step)), consentWithdrawn };
      },
    },
  },
};

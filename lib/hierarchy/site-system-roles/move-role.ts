import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { readDependents } from "../role-changes/dependents/read-dependents";
import { readMoveTargets } from "../role-changes/move-plan";
import { MOVE_REASONS, MOVE_ROLE, moveRoleInput } from "../role-changes/move-role.order";
import { findRoleHolder, orderRoleChange } from "../role-changes/order-role-change";
import { serverResponds } from "../role-changes/role-threads";

/** Moves the service connection point to another server (reference/role.md §8.2). The value names the change to follow. */
export const moveRole = defineCommand({
  name: "move-role",
  action: "role.manage",
  input: moveRoleInput.omit({ plan: true }).extend({
    reason: z.enum(MOVE_REASONS),
    toServerId: z.guid(),
    /** Name of the server that gives the role, typed by the administrator. */
    confirmation: z.string(),
  }),
  async run(ctx, { reason, toServerId, oldHolder, confirmation }) {
    const from = await findRoleHolder(ctx.db);
    if (!from) return fail("role-not-installed");
    if (confirmation.trim().toLowerCase() !== from.fqdn.toLowerCase())
      return fail("confirmation-wrong", { field: "confirmation", params: { server: from.fqdn } });
    const target = (await readMoveTargets(ctx.db, from.id)).find(({ id }) => id === toServerId);
    if (!target) return fail("server-not-found", { field: "toServerId" });
    const { refusal, keyFingerprint: _, ...to } = target;
    if (refusal)
      return fail(refusal, { field: "toServerId", params: { server: to.fqdn, site: to.siteCode } });
    const answers = await serverResponds(ctx, from.id);
    // What he confirmed is not what is: its secrets would be given up, or waited for, without his knowing.
    if (answers !== (oldHolder === "alive"))
      return fail("holder-state-changed", { params: { server: from.fqdn } });
    const plan = await readDependents({ db: ctx.db, now: ctx.clock.now() });
    const ordered = await orderRoleChange(ctx, MOVE_ROLE, { from, to, reason, input: { oldHolder, plan } });
    return ordered.ok
      ? ok({ changeId: ordered.value, from: from.fqdn, server: to.fqdn, site: to.siteCode })
      : ordered;
  },
  audit: ({ reason }, { from, server, site }) => ({
    messageId: 60040,
    objectType: "service-connection-point",
    objectId: server,
    strings: [server, site, "move", from, reason],
  }),
});

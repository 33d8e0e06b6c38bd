import { eq } from "drizzle-orm";
import { z } from "zod";
import { sites } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { readDependents } from "../role-changes/dependents/read-dependents";
import { EXPAND_SITE } from "../role-changes/expand-site.order";
import { readMoveTargets } from "../role-changes/move-plan";
import { findRoleHolder, orderRoleChange } from "../role-changes/order-role-change";
import { serverResponds } from "../role-changes/role-threads";
import { isReservedSiteCode } from "../setup/find-faults";
import { isFreeForSiteServer } from "./free-server";
import { checkPreconditions, findStandAlonePrimary } from "./preconditions";

/** Expands a stand-alone primary site (reference/role.md §8.3). The value names the change to follow. */
export const expandSite = defineCommand({
  name: "expand-site",
  action: "role.manage",
  input: z.object({
    siteCode: z.string().trim().toUpperCase(),
    siteName: z.string().trim().min(1).max(127),
    /** Server of the primary site that becomes the site server of the new one. */
    toServerId: z.guid(),
    oldHolder: z.enum(["alive", "unreachable"]),
    /** Site code of the primary, typed by the administrator. */
    confirmation: z.string(),
  }),
  async run(ctx, { siteCode, siteName, toServerId, oldHolder, confirmation }) {
    const primary = await findStandAlonePrimary(ctx.db);
    const unmet = (await checkPreconditions(ctx.db)).filter(({ passed }) => !passed);
    const from = await findRoleHolder(ctx.db);
    if (!primary || !from || unmet.length > 0)
      return fail("expansion-refused", { params: { checks: unmet.map(({ id }) => id).join(", ") } });
    if (!/^[A-Z0-9]{3}$/.test(siteCode) || isReservedSiteCode(siteCode))
      return fail("site-code-malformed", { field: "siteCode" });
    const [taken] = await ctx.db.select().from(sites).where(eq(sites.siteCode, siteCode));
    if (taken) return fail("site-code-taken", { field: "siteCode", params: { site: siteCode } });
    if (confirmation.trim().toUpperCase() !== primary.siteCode)
      return fail("expansion-not-confirmed", { field: "confirmation", params: { site: primary.siteCode } });
    const target = (await readMoveTargets(ctx.db, from.id)).find(({ id }) => id === toServerId);
    if (!target) return fail("server-not-found", { field: "toServerId" });
    const { refusal, keyFingerprint: _, ...to } = target;
    if (refusal)
      return fail(refusal, { field: "toServerId", params: { server: to.fqdn, site: to.siteCode } });
    if (!(await isFreeForSiteServer(ctx.db, to.id)))
      return fail("server-not-free", { field: "toServerId", params: { server: to.fqdn } });
    if ((await serverResponds(ctx, from.id)) !== (oldHolder === "alive"))
      return fail("holder-state-changed", { params: { server: from.fqdn } });
    const plan = await readDependents({ db: ctx.db, now: ctx.clock.now() });
    const input = { oldHolder, plan, primarySiteCode: primary.siteCode, siteCode, siteName };
    const ordered = await orderRoleChange(ctx, EXPAND_SITE, { from, to, reason: "expansion", input });
    return ordered.ok
      ? ok({ changeId: ordered.value, server: to.fqdn, site: siteCode, primary: primary.siteCode })
      : ordered;
  },
  audit: (_input, { server, site, primary }) => ({
    messageId: 60040,
    objectType: "service-connection-point",
    objectId: server,
    strings: [server, site, "expand", primary],
  }),
});

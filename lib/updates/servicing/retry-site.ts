import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorName, type Ctx } from "@/lib/context";
import { sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { recordEvent } from "../move-state";
import { packageInput } from "../package-input";
import { updateStateName } from "../state-machine";
import { PREREQ_FLAG } from "./model";
import { RETRYABLE_SITE_STATES, restartSite } from "./restart-site";
import { type BusyCode, openRun, readLatestRun, readOpenRun, whyBusy } from "./run";
import { type LockedPackage, lockPackage, SECONDARY_SITE } from "./site-facts";
import { isPrereqOnly, type ServicedPackage } from "./start-servicing";

type SiteRetryRefusal = "update-not-found" | "site-not-serviced" | "site-nothing-to-retry" | BusyCode;

/** Names one site, as every command about one does. */
export const siteCodeInput = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z0-9]{3}$/);

/**
 * **Retry installation** of one site (reference/updates.md §14): begins anew there only, and never ignores
 * warnings, whatever was chosen for the hierarchy.
 */
export const retrySite = defineCommand({
  name: "retry-site",
  action: "updates.retry",
  input: packageInput.extend({ siteCode: siteCodeInput }),
  run: retry,
  audit: ({ packageGuid, siteCode }, { name }) => ({
    messageId: 60014,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, "retry", "site", siteCode],
  }),
});

async function retry(
  ctx: Ctx,
  { packageGuid, siteCode }: { packageGuid: string; siteCode: string },
): Promise<Result<ServicedPackage, SiteRetryRefusal>> {
  const at = ctx.clock.now();
  const pack = await lockPackage(ctx.db, packageGuid);
  if (!pack) return fail("update-not-found");
  const [site] = await ctx.db
    .select({ state: updatePackageSiteStatus.state, type: sites.type })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .where(
      and(
        eq(updatePackageSiteStatus.packageGuid, packageGuid),
        eq(updatePackageSiteStatus.siteCode, siteCode),
      ),
    );
  if (!site) return fail("site-not-serviced", { field: "siteCode", params: { site: siteCode } });
  const from = updateStateName(site.state) ?? "UNKNOWN";
  if (!RETRYABLE_SITE_STATES.has(from)) {
    return fail("site-nothing-to-retry", { field: "siteCode", params: { site: siteCode, state: from } });
  }
  const prereqOnly = isPrereqOnly(pack.row.prereqFlag);
  const prereqFlag = prereqOnly ? PREREQ_FLAG.prereqOnly : PREREQ_FLAG.stopOnWarning;
  // A secondary site is upgraded by hand, outside of the hierarchy's run.
  const refusal = site.type === SECONDARY_SITE ? null : await continueRun(ctx, pack, at);
  if (refusal) return refusal;
  await restartSite(ctx.db, { packageGuid, siteCode, from, prereqFlag, at });
  const actor = actorName(ctx.actor);
  const params = { site: siteCode };
  await recordEvent(ctx.db, { packageGuid, time: at, code: "site-retry-requested", actor, params });
  return ok({ packageGuid, name: pack.name });
}

/** Goes on in the open run of the package, or begins one with the choices of its latest. */
async function continueRun(ctx: Ctx, { packageGuid, name, row }: LockedPackage, at: Date) {
  const open = await readOpenRun(ctx.db);
  if (open?.packageGuid === packageGuid) return null;
  if (open) return fail("another-update-in-process", { params: { name: open.name } });
  const latest = await readLatestRun(ctx.db, packageGuid);
  const opened = await openRun(ctx.db, {
    packageGuid,
    prereqFlag: row.prereqFlag,
    features: latest?.features ?? [],
    clientOption: latest?.clientOption ?? null,
    requestedBy: actorName(ctx.actor),
    requestedAt: at,
  });
  return opened
    ? null
    : ((await whyBusy(ctx.db, packageGuid)) ?? fail("update-in-process", { params: { name } }));
}

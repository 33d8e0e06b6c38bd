import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import type { ErrorDetail } from "../model";
import { SECONDARY_SITE } from "../servicing/site-facts";
import { canMove, type UpdateStateName } from "../state-machine";
import { logGuid } from "../state-messages";
import { isUnderWay, moveOwn, SupersededError } from "./installation";
import { type SiteWork, siteStateOf } from "./site-work";

/** `SMS_Site.Status` of a secondary site while and after it is upgraded (reference/role.md §2). */
export const SITE_STATUS = { active: 1, upgrading: 5, upgradeFailed: 7 } as const;
const ALERT = "updates.install-failed";

const alertObject = ({ packageGuid, siteCode }: SiteWork): string => `${packageGuid}/${siteCode}`;

/** The update is installed at the site: state, alert, status message, and the lines of cmupdate.log. */
export async function recordInstalled(
  thread: ThreadContext,
  work: SiteWork,
  from: UpdateStateName,
): Promise<void> {
  const { packageGuid, siteCode, name, fullVersion } = work;
  await asOwner(thread, async (tx) => {
    await moveOwn(tx, { thread, work }, from, "INSTALL_SUCCESS");
    await recordEnd(tx, thread, work);
    await setSiteStatus(tx, work, SITE_STATUS.active);
    await cancelAlert(tx, thread.clock, ALERT, alertObject(work));
    await reportStatus(
      thread,
      {
        messageId: STATUS_MESSAGE.updateInstalledAtSite,
        severity: "informational",
        strings: [name, siteCode, fullVersion],
        attributes: { 400: packageGuid },
      },
      tx,
    );
  });
  const about = { packageGuid };
  thread.log.info("INFO: Successfully dropped update pack installed notification to HMan CFD box.", about);
  thread.log.info("INFO: Successfully notified HMan that update package is installed", about);
}

/** The installation failed and the site is back at its old version. */
export async function recordFailed(thread: ThreadContext, work: SiteWork, error: ErrorDetail): Promise<void> {
  const { packageGuid, siteCode, name } = work;
  const says = [error.code, ...Object.entries(error.params).map(([key, value]) => `${key}=${value}`)].join(
    " ",
  );
  await asOwner(thread, async (tx) => {
    const state = await siteStateOf(tx, packageGuid, siteCode);
    if (!state || !isUnderWay(state)) throw new SupersededError(`${packageGuid} left ${siteCode}`);
    const to = canMove(state, "INSTALL_FAILED") ? "INSTALL_FAILED" : "INSTALL_CMU_FAILED";
    await moveOwn(tx, { thread, work }, state, to, error);
    await recordEnd(tx, thread, work);
    await setSiteStatus(tx, work, SITE_STATUS.upgradeFailed);
    await raiseAlert(tx, thread.clock, {
      code: ALERT,
      objectId: alertObject(work),
      severity: 1,
      params: { ...error.params, reason: error.code, name, site: siteCode },
      link: `/updates/${packageGuid}`,
    });
    await reportStatus(
      thread,
      {
        messageId: STATUS_MESSAGE.updateFailedAtSite,
        severity: "error",
        strings: [name, siteCode, says],
        attributes: { 400: packageGuid },
      },
      tx,
    );
  });
  thread.log.error(`ERROR: Failed to install update package ${logGuid(packageGuid)}: ${says}`, {
    packageGuid,
  });
}

/** Only a secondary site shows in its status that it is being upgraded. */
export async function recordSiteStatus(thread: ThreadContext, work: SiteWork, status: number): Promise<void> {
  if (work.siteType === SECONDARY_SITE) await asOwner(thread, (tx) => setSiteStatus(tx, work, status));
}

async function setSiteStatus(tx: Database, { siteCode, siteType }: SiteWork, status: number): Promise<void> {
  if (siteType !== SECONDARY_SITE) return;
  await tx.update(sites).set({ status }).where(eq(sites.siteCode, siteCode));
  await publish(tx, { topic: "sites", key: siteCode });
}

const recordEnd = (tx: Database, { clock }: ThreadContext, { packageGuid, siteCode }: SiteWork) =>
  tx
    .update(updatePackageSiteStatus)
    .set({ finishedAt: clock.now() })
    .where(
      and(
        eq(updatePackageSiteStatus.packageGuid, packageGuid),
        eq(updatePackageSiteStatus.siteCode, siteCode),
      ),
    );

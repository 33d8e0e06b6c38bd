import { and, eq, inArray, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { contentDistributions, easySetupVersions } from "@/lib/db/schema";
import { SECONDARY_SITE } from "../servicing/site-facts";
import { UPDATE_STATE } from "../state-machine";

const { DOWNLOAD_SUCCESS, INSTALL_SUCCESS, APPLICABILITY_HIDE } = UPDATE_STATE;
/** A package in one of these has no downloaded content: an administrator deleted it. */
const WITHOUT_CONTENT = [
  UPDATE_STATE.APPLICABILITY_SUCCESS,
  UPDATE_STATE.DOWNLOAD_IN_PROGRESS,
  UPDATE_STATE.DOWNLOAD_FAILED,
];

const newerOfSamePackage = sql`exists (select 1 from easy_setup_versions newer
  where newer.package_guid = ${easySetupVersions.packageGuid} and newer.version > ${easySetupVersions.version}
    and newer.retired_at is null)`;
const isNewest = sql`not exists (select 1 from easy_setup_versions newer
  where newer.version > ${easySetupVersions.version} and newer.retired_at is null)`;
const isDeleted = sql`not exists (select 1 from update_packages pack
  where pack.package_guid = ${easySetupVersions.packageGuid}
    and ${notInArray(sql`pack.state`, WITHOUT_CONTENT)})`;
const isInstalledOrSuperseded = sql`exists (select 1 from update_packages pack
  where pack.package_guid = ${easySetupVersions.packageGuid}
    and ${inArray(sql`pack.state`, [INSTALL_SUCCESS, APPLICABILITY_HIDE])})`;
/** All others are through with a package that is installed, or never will have it. */
const someSecondaryIsOnItsWay = sql`exists (select 1 from update_package_site_status status
  join sites secondary on secondary.site_code = status.site_code and secondary.type = ${SECONDARY_SITE}
  where status.package_guid = ${easySetupVersions.packageGuid}
    and ${notInArray(sql`status.state`, [INSTALL_SUCCESS, DOWNLOAD_SUCCESS])})`;
/** It follows by hand, weeks later, with the very update that made its parent what it is (reference/updates.md §12). */
const someSecondaryMayFollow = sql`exists (select 1 from update_packages pack
  join sites parent on parent.full_version = pack.full_version
  join sites secondary on secondary.parent_site_code = parent.site_code and secondary.type = ${SECONDARY_SITE}
  where pack.package_guid = ${easySetupVersions.packageGuid}
    and string_to_array(secondary.full_version, '.')::int[] < string_to_array(parent.full_version, '.')::int[])`;

/**
 * Marks the content that no site needs any more for removal: of a package that has a newer version, that was
 * deleted, or that is installed or superseded – but then the newest version stays.
 */
export async function retireVersions(tx: Database, at: Date): Promise<void> {
  await retire(
    tx,
    sql`(${newerOfSamePackage} or ${isDeleted}
      or (${isInstalledOrSuperseded} and not ${isNewest}
        and not ${someSecondaryIsOnItsWay} and not ${someSecondaryMayFollow}))`,
    at,
  );
}

/** Marks all content of a package for removal, whatever its state: before the package itself is deleted. */
export async function retireContent(tx: Database, packageGuid: string, at: Date): Promise<void> {
  await retire(tx, eq(easySetupVersions.packageGuid, packageGuid), at);
}

async function retire(tx: Database, which: SQL, at: Date): Promise<void> {
  const retired = await tx
    .update(easySetupVersions)
    .set({ retiredAt: at })
    .where(and(isNull(easySetupVersions.retiredAt), which))
    .returning();
  for (const { packageId, version, packageGuid } of retired) {
    await tx
      .update(contentDistributions)
      .set({ state: "removing", bytesPerSecond: null, nextAttemptAt: null, updatedAt: at })
      .where(
        and(
          eq(contentDistributions.packageId, packageId),
          eq(contentDistributions.version, version),
          notInArray(contentDistributions.state, ["removed"]),
        ),
      );
    await publish(tx, { topic: "replication", key: packageGuid });
  }
}

/**
 * Stops what is still on its way, and keeps what is stored: a replication that is canceled or reset.
 * Call it in the transaction that moves the package's sites away from CONTENT_REPLICATING.
 */
export async function cancelReplication(tx: Database, packageGuid: string, at: Date): Promise<void> {
  const versions = tx
    .select({ version: easySetupVersions.version })
    .from(easySetupVersions)
    .where(eq(easySetupVersions.packageGuid, packageGuid));
  await tx
    .update(contentDistributions)
    .set({ state: "canceled", bytesPerSecond: null, nextAttemptAt: null, updatedAt: at })
    .where(
      and(
        inArray(contentDistributions.version, versions),
        inArray(contentDistributions.state, ["snapshot", "pending", "scheduled", "sending", "storing"]),
      ),
    );
  await publish(tx, { topic: "replication", key: packageGuid });
}

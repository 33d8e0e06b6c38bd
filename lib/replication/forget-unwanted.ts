import { sql } from "drizzle-orm";
import { ContentLibrary } from "@/lib/content-library/content-library";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { UPDATE_STATE } from "../updates/state-machine";

const { CONTENT_REPLICATING, DOWNLOAD_SUCCESS, INSTALL_SUCCESS } = UPDATE_STATE;

/**
 * Removes versions from this site's content library that nobody keeps account of: what a secondary site took for an
 * upgrade that is over, and what arrived in the moment in which it was taken back. The newest stays, so that the next
 * one travels as the difference; and it waits while another is on its way here.
 */
export async function forgetUnwanted(thread: ThreadContext): Promise<void> {
  const { siteCode, installDir, log } = thread;
  const library = new ContentLibrary(installDir);
  const known = (await library.versions()).slice(0, -1);
  if (known.length === 0) return;
  const wanted = await wantedVersions(thread);
  if (!wanted) return;
  for (const { packageId, version } of known) {
    if (wanted.has(`${packageId}.${version}`)) continue;
    await library.removeVersion(packageId, version);
    log.info(
      `Removed version ${version} of package ${packageId}, which site ${siteCode} does not need any more`,
    );
  }
}

/** `<package>.<version>` of what the database has at this site; null while something arrives. */
async function wantedVersions({ db, siteCode }: ThreadContext): Promise<Set<string> | null> {
  const { rows } = await db.execute<{ package_id: string; version: number; arriving: boolean }>(sql`
    select package_id, version, state in ('snapshot', 'pending', 'scheduled', 'sending', 'storing') as arriving
      from content_distributions where site_code = ${siteCode} and state <> 'removed'
    union all
    select v.package_id, v.version, s.state = ${CONTENT_REPLICATING}
      from update_package_site_status s join easy_setup_versions v on v.package_guid = s.package_guid
     where s.site_code = ${siteCode} and s.state not in (${DOWNLOAD_SUCCESS}, ${INSTALL_SUCCESS})`);
  if (rows.some(({ arriving }) => arriving)) return null;
  return new Set(rows.map((row) => `${row.package_id}.${row.version}`));
}

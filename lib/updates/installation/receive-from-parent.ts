import { and, eq } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { siteSystemRoles, siteSystemServers, updatePackageSiteStatus } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { isTransient } from "@/lib/executive/is-transient";
import { openPeer } from "@/lib/file-exchange/open-peer";
import { ensureManifest, pullContent } from "@/lib/file-exchange/pull-content";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { accuseSite, isSourceDamaged } from "@/lib/replication/accuse-site";
import { UPDATE_STATE } from "../state-machine";
import { logGuid } from "../state-messages";
import { moveOwn } from "./installation";
import { errorDetail, InstallationError } from "./installation-failure";
import { type PackageContent, readPackageContent, type SiteWork } from "./site-work";
import type { Wait } from "./wait";

const STREAMS = 4;
const RETRY_MS = 5 * Minute.ms;

/**
 * Brings an update's content from the parent's content library into that of a secondary site, which has no part in
 * the replication (reference/updates.md §4.3). Only what is missing or damaged travels; a kill costs a few pieces.
 * @returns when to try again; null when the content is here
 */
export async function receiveFromParent(thread: ThreadContext, work: SiteWork): Promise<Wait | null> {
  const { log } = thread;
  const about = { packageGuid: work.packageGuid };
  const guid = logGuid(work.packageGuid);
  try {
    const content = await readPackageContent(thread.db, work.packageGuid);
    if (!content) throw new InstallationError("content-missing", { packageGuid: work.packageGuid });
    log.info(`Getting update package ${guid} from site ${work.parentSiteCode ?? ""}`, about);
    await receive(thread, work, content);
  } catch (error) {
    if (thread.signal.aborted || isTransient(error)) throw error;
    const detail = errorDetail(error);
    log.warning(`WARNING: Failed to get update package ${guid}: ${detail.code}. It is tried again.`, about);
    await asOwner(thread, (tx) =>
      tx
        .update(updatePackageSiteStatus)
        .set({ errorCode: detail.code, errorParams: detail.params, lastUpdateTime: thread.clock.now() })
        .where(
          and(
            eq(updatePackageSiteStatus.packageGuid, work.packageGuid),
            eq(updatePackageSiteStatus.siteCode, work.siteCode),
            eq(updatePackageSiteStatus.state, UPDATE_STATE[work.state]),
          ),
        ),
    );
    return { ms: RETRY_MS, firm: true };
  }
  log.info(`Update package ${guid} is in the content library of site ${work.siteCode}`, about);
  await asOwner(thread, (tx) => moveOwn(tx, { thread, work }, work.state, "CONTENT_REPLICATION_SUCCESS"));
  return null;
}

async function receive(thread: ThreadContext, work: SiteWork, content: PackageContent): Promise<void> {
  const { signal } = thread;
  const { packageId, version, manifestSha256 } = content;
  const library = new ContentLibrary(thread.installDir);
  const peer = await openPeer(thread, await parentServer(thread, work));
  try {
    const manifest = await ensureManifest(
      { peer, library, signal },
      { packageId, version, sha256: manifestSha256 },
    );
    const missing = await library.findMissing(manifest, { deep: true, signal });
    await pullContent({ peer, library, manifest, missing, signal, streams: STREAMS });
  } catch (error) {
    if (isSourceDamaged(error)) await accuseSite(thread, content, work.parentSiteCode ?? "");
    throw error;
  } finally {
    peer.close();
  }
}

async function parentServer({ db }: ThreadContext, { parentSiteCode }: SiteWork): Promise<string> {
  const [server] = await db
    .select({ id: siteSystemServers.id })
    .from(siteSystemServers)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
    .where(
      and(eq(siteSystemServers.siteCode, parentSiteCode ?? ""), eq(siteSystemRoles.role, SITE_SERVER_ROLE)),
    )
    .orderBy(siteSystemServers.fqdn)
    .limit(1);
  if (!server) throw new InstallationError("site-missing", { site: parentSiteCode ?? "" });
  return server.id;
}

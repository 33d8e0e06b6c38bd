import { setTimeout as delay } from "node:timers/promises";
import { and, eq } from "drizzle-orm";
import { Minute, Second } from "@/lib/clock";
import { ContentLibrary } from "@/lib/content-library/content-library";
import type { Database } from "@/lib/db/connection";
import { siteSystemRoles, siteSystemServers, updatePackageSiteStatus } from "@/lib/db/schema";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { isTransient } from "@/lib/executive/is-transient";
import { openPeer } from "@/lib/file-exchange/open-peer";
import { ensureManifest, type PullProgress, pullContent } from "@/lib/file-exchange/pull-content";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { accuseSite, isSourceDamaged } from "@/lib/replication/accuse-site";
import { percentDone } from "@/lib/replication/figures";
import { STEP_STATE, type StepState } from "../servicing/model";
import { reportStep } from "../servicing/site-status";
import { logGuid } from "../state-messages";
import { type Installation, moveOwn, requireOwnRow, SupersededError } from "./installation";
import { errorDetail, InstallationError } from "./installation-failure";
import { type PackageContent, readPackageContent, type SiteWork, siteStateOf } from "./site-work";
import type { Wait } from "./wait";

const STREAMS = 4;
const LOOK_MS = 2 * Second.ms;
const RETRY_MS = 5 * Minute.ms;

/**
 * Brings an update's content from the parent's content library into that of a secondary site, which has no part in
 * the replication (reference/updates.md §4.3). Only what is missing or damaged travels; a kill costs a few pieces.
 * @returns when to try again; null when the content is here
 * @throws SupersededError when nobody waits for it any more
 */
export async function receiveFromParent(thread: ThreadContext, work: SiteWork): Promise<Wait | null> {
  const { log } = thread;
  const job = { thread, work };
  const about = { packageGuid: work.packageGuid };
  const guid = logGuid(work.packageGuid);
  try {
    const content = await readPackageContent(thread.db, work.packageGuid);
    if (!content) throw new InstallationError("content-missing", { packageGuid: work.packageGuid });
    log.info(`Getting update package ${guid} from site ${work.parentSiteCode ?? ""}`, about);
    await receive(thread, work, content);
  } catch (error) {
    if (thread.signal.aborted || error instanceof SupersededError || isTransient(error)) throw error;
    const detail = errorDetail(error);
    log.warning(`WARNING: Failed to get update package ${guid}: ${detail.code}. It is tried again.`, about);
    await asOwner(thread, async (tx) => {
      await requireWanted(tx, work);
      await tx
        .update(updatePackageSiteStatus)
        .set({ errorCode: detail.code, errorParams: detail.params, lastUpdateTime: thread.clock.now() })
        .where(isSite(work));
    });
    return { ms: RETRY_MS, firm: true };
  }
  log.info(`Update package ${guid} is in the content library of site ${work.siteCode}`, about);
  await asOwner(thread, async (tx) => {
    await moveOwn(tx, job, work.state, "CONTENT_REPLICATION_SUCCESS");
    await report(tx, job, { isComplete: STEP_STATE.success, progress: 100 });
  });
  return null;
}

async function receive(thread: ThreadContext, work: SiteWork, content: PackageContent): Promise<void> {
  const { packageId, version, manifestSha256 } = content;
  const library = new ContentLibrary(thread.installDir);
  const peer = await openPeer(thread, await parentServer(thread, work));
  const transfer = new AbortController();
  const signal = AbortSignal.any([thread.signal, transfer.signal]);
  const ended = new AbortController();
  let arrived = { bytesDone: 0, bytesTotal: 0 };
  const watching = watch({ thread, work }, () => percentDone(arrived), transfer, ended.signal);
  try {
    const manifest = await ensureManifest(
      { peer, library, signal },
      { packageId, version, sha256: manifestSha256 },
    );
    const missing = await library.findMissing(manifest, { deep: true, signal });
    const onProgress = (progress: PullProgress) => {
      arrived = progress;
    };
    await pullContent({ peer, library, manifest, missing, signal, streams: STREAMS, onProgress });
  } catch (error) {
    transfer.signal.throwIfAborted();
    if (isSourceDamaged(error)) await accuseSite(thread, content, work.parentSiteCode ?? "");
    throw error;
  } finally {
    ended.abort();
    await watching;
    peer.close();
  }
}

type Job = Pick<Installation, "thread" | "work">;

/** Writes the progress while content arrives, and ends the transfer when nobody waits for it any more. */
async function watch(
  job: Job,
  percent: () => number,
  transfer: AbortController,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    try {
      await asOwner(job.thread, async (tx) => {
        await requireWanted(tx, job.work);
        await report(tx, job, { isComplete: STEP_STATE.inProgress, progress: percent() });
      });
    } catch (error) {
      // Without the database for a moment the transfer goes on.
      if (error instanceof SupersededError || error instanceof FencedError) return transfer.abort(error);
    }
    await delay(LOOK_MS, undefined, { signal: ended }).catch(() => {});
  }
}

async function requireWanted(tx: Database, work: SiteWork): Promise<void> {
  await requireOwnRow(tx, { work });
  if ((await siteStateOf(tx, work.packageGuid, work.siteCode)) !== work.state)
    throw new SupersededError(`nobody waits for ${work.packageGuid} at ${work.siteCode} any more`);
}

const report = (
  tx: Database,
  { thread, work: { packageGuid, siteCode, siteInstallId } }: Job,
  how: { isComplete: StepState; progress: number },
): Promise<void> =>
  reportStep(tx, {
    packageGuid,
    siteCode,
    siteInstallId,
    phase: "replication",
    step: "replicate-content",
    at: thread.clock.now(),
    ...how,
  });

const isSite = ({ packageGuid, siteCode }: SiteWork) =>
  and(eq(updatePackageSiteStatus.packageGuid, packageGuid), eq(updatePackageSiteStatus.siteCode, siteCode));

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

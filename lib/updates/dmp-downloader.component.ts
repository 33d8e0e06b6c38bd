import { eq } from "drizzle-orm";
import { z } from "zod";
import { Minute } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { serviceConnectionPoint, siteSystemRoles } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import type { Mode } from "@/lib/hierarchy/model";
import { workJobs } from "@/lib/jobs/queue";
import { leaveOfflineRound, workOfflineRound } from "@/lib/offline/offline-round";
import { checkCatalogue } from "./check-catalogue";
import { isCheckRunning, readCheck, requestCheck } from "./check-record";
import { DownloadDispatcher } from "./dispatch-downloads";
import { importHotfixes } from "./out-of-band/import-hotfixes";
import { removeUnwantedContent } from "./remove-content";
import { removeOutgrownContent } from "./remove-outgrown-content";
import { runDownload } from "./run-download";

const LOOK_INTERVAL = Minute.ms;
const downloadJob = z.object({ packageGuid: z.guid() });

/**
 * SMS_DMP_DOWNLOADER: checks the catalogue, downloads payload and redist files, and is the thread whose start
 * makes a changed mode effective (reference/role.md §4). Offline it works on what is carried (lib/offline).
 */
export const dmpDownloader: ComponentDefinition = {
  name: "SMS_DMP_DOWNLOADER",
  logFile: "dmpdownloader.log",
  type: 0,
  runsOn: "service-connection-point",
  async run(thread) {
    const mode = await takeMode(thread);
    if (mode === null) {
      thread.log.warning("This server does not hold the service connection point");
      return;
    }
    try {
      thread.log.info(`Service connection point runs in ${mode} mode`);
      if (mode === "online") await runOnline(thread);
      else await runOffline(thread);
    } finally {
      await reportMode(thread, null);
    }
  },
};

/** Reads the configured mode once, at the start: later changes wait for the next start. */
async function takeMode(thread: ThreadContext): Promise<Mode | null> {
  const [role] = await thread.db
    .select({ configuredMode: serviceConnectionPoint.configuredMode })
    .from(serviceConnectionPoint)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId))
    .where(eq(siteSystemRoles.serverId, thread.serverId));
  if (!role) return null;
  await reportMode(thread, role.configuredMode);
  return role.configuredMode;
}

/** Only as the owner: a thread that was cut off must not say of the next one's role that it does not run. */
async function reportMode(thread: ThreadContext, mode: Mode | null): Promise<void> {
  const runningModeSince = mode === null ? null : thread.clock.now();
  await asOwner(thread, async (tx) => {
    await tx.update(serviceConnectionPoint).set({ runningMode: mode, runningModeSince });
    await publish(tx, { topic: "role" });
  });
}

async function runOffline(thread: ThreadContext): Promise<void> {
  await thread.setNextScheduled(null);
  while (!thread.signal.aborted) {
    await removeUnwantedContent(thread);
    await removeOutgrownContent(thread);
    await importHotfixes(thread);
    await workOfflineRound(thread);
    await thread.wait(["updates", "offline", "offline-uploads"], LOOK_INTERVAL);
  }
}

async function runOnline(thread: ThreadContext): Promise<void> {
  await leaveOfflineRound(thread);
  const dispatcher = new DownloadDispatcher(thread);
  const stops = [
    await workJobs(thread, "updates.check", (_data, signal) => checkCatalogue(thread, signal), {
      concurrency: 1,
    }),
    await workJobs(
      thread,
      "updates.download",
      async (data, signal) => {
        const { packageGuid } = downloadJob.parse(data);
        await dispatcher.during(packageGuid, () => runDownload(thread, packageGuid, signal));
        // A mere announcement, true whoever makes it. Looked at again at once: a waiting package wants its time, a finished one makes room for the next.
        await publish(thread.db, { topic: "updates", key: packageGuid });
      },
      { concurrency: 1 },
    ),
  ];
  try {
    await askForCheck(thread);
    while (!thread.signal.aborted) {
      const nextCheckAt = await requestDueCheck(thread);
      const nextDownloadAt = await dispatcher.look();
      await importHotfixes(thread);
      await thread.wait(["updates"], untilNext(thread, [nextCheckAt, nextDownloadAt]));
    }
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
}

const askForCheck = (thread: ThreadContext): Promise<void> =>
  asOwner(thread, (tx) => requestCheck(tx, thread.clock.now(), thread.component));

/** @returns when the next check is due */
async function requestDueCheck(thread: ThreadContext): Promise<Date | null> {
  const check = await readCheck(thread.db);
  const due = check?.nextCheckAt ?? null;
  await thread.setNextScheduled(due);
  if (due && due <= thread.clock.now() && !check?.requestedAt && !isCheckRunning(check)) {
    await askForCheck(thread);
  }
  return due;
}

function untilNext({ clock }: ThreadContext, times: (Date | null)[]): number {
  const now = clock.now().getTime();
  const future = times.flatMap((time) => (time && time.getTime() > now ? [time.getTime() - now] : []));
  return Math.min(LOOK_INTERVAL, ...future);
}

import { eq } from "drizzle-orm";
import { Minute, untilNext } from "@/lib/clock";
import { type CloudRefusal, whyNotOnline } from "@/lib/connectivity/running-mode";
import { cloudEnvironments, serviceConnectionPoint } from "@/lib/db/schema";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { runUpload } from "./upload/run-upload";
import { findOpenUpload } from "./upload/upload-store";

/** How often it looks when nobody announces a change. */
const LOOK_INTERVAL = Minute.ms;

/** Why nothing is sent at all. */
type Silence = CloudRefusal | "no-endpoint";

const SILENCE_LINES: Record<Silence, string> = {
  "role-not-installed": "There is no service connection point; usage data is not uploaded",
  "role-not-running": "SMS_DMP_DOWNLOADER is not running; usage data is not uploaded",
  "role-offline": "Service connection point runs in offline mode; usage data is not uploaded",
  "no-endpoint": "The cloud environment takes no usage data; nothing is uploaded",
};

/**
 * SMS_DMP_UPLOADER: brings the newest batch of usage data to the cloud (reference/usage-data.md §4). It runs in the
 * mode that SMS_DMP_DOWNLOADER reports; when that turns online, what waits is sent at once.
 */
export const dmpUploader: ComponentDefinition = {
  name: "SMS_DMP_UPLOADER",
  logFile: "dmpuploader.log",
  type: 0,
  runsOn: "service-connection-point",
  async run(thread) {
    let before: Silence | null | undefined;
    while (!thread.signal.aborted) {
      const silence = await whySilent(thread);
      if (silence !== before) thread.log.info(silence ? SILENCE_LINES[silence] : "Usage data is uploaded");
      // A back-off is for a cloud that fails; coming back to it is the occasion to try again.
      const next = silence ? null : await sendDue(thread, before !== null);
      before = silence;
      await thread.setNextScheduled(next);
      await thread.wait(["usage-data", "role"], untilNext(next, thread.clock.now(), LOOK_INTERVAL));
    }
  },
};

async function whySilent({ db }: ThreadContext): Promise<Silence | null> {
  const refusal = await whyNotOnline(db);
  if (refusal) return refusal;
  const [environment] = await db
    .select({ usageDataUrl: cloudEnvironments.usageDataUrl })
    .from(serviceConnectionPoint)
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, serviceConnectionPoint.environmentId));
  return environment?.usageDataUrl ? null : "no-endpoint";
}

/** @returns when the next attempt is due; null when nothing waits for one */
async function sendDue(thread: ThreadContext, atOnce: boolean): Promise<Date | null> {
  const open = await findOpenUpload(thread.db);
  if (!open) return null;
  const isDue = open.nextAttemptAt === null || open.nextAttemptAt <= thread.clock.now();
  if (!isDue && !atOnce) return open.nextAttemptAt;
  await runUpload(thread, open.runId);
  return (await findOpenUpload(thread.db))?.nextAttemptAt ?? null;
}

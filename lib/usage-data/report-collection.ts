import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import type { CollectionFailureCode } from "./collection-failure";
import type { Collection, CollectionRun } from "./collection-runs";
import type { GatheredItem } from "./gather-items";

/** What a finished run leaves in the log, as status message and as alerts. */
export async function reportCompleted(
  thread: ThreadContext,
  run: CollectionRun,
  { document, items }: Collection,
  completed: "complete" | "discarded",
): Promise<void> {
  for (const gathered of items) logItem(thread, gathered);
  if (completed === "discarded") {
    thread.log.info(`Run ${run.runId} was discarded: the level was lowered while it was collected.`);
    return;
  }
  const count = (outcome: string) => items.filter((gathered) => gathered.outcome.outcome === outcome).length;
  thread.log.info(
    `Usage data collected: ${count("collected")} items, ${count("absent")} absent, ${count("failed")} failed; ` +
      `${document.text.length} bytes, ${document.body.length} compressed, SHA-256 ${document.bodySha256}.`,
  );
  await cancelAlert(thread.db, thread.clock, "usage-data.collection-failed");
  await alertOnWithheld(thread, items);
  // A preview is looked at and thrown away.
  if (run.purpose === "preview") return;
  await reportStatus(thread, {
    messageId: STATUS_MESSAGE.usageDataCollected,
    severity: "informational",
    strings: [String(run.level), String(count("collected")), String(count("failed"))],
  });
}

export async function reportFailed(
  thread: ThreadContext,
  run: CollectionRun,
  code: CollectionFailureCode,
  reason: string,
): Promise<void> {
  thread.log.error(`Run ${run.runId} failed: ${code} ${reason}`);
  await raiseAlert(thread.db, thread.clock, {
    code: "usage-data.collection-failed",
    severity: 2,
    params: { reason: code },
    link: "/usage-data",
  });
  await reportStatus(thread, {
    messageId: STATUS_MESSAGE.usageDataCollectionFailed,
    severity: "error",
    strings: [code],
  });
}

function logItem({ log }: ThreadContext, { outcome, error }: GatheredItem): void {
  const { id, reason, durationMs } = outcome;
  if (outcome.outcome === "collected") log.info(`Item ${id}: ${durationMs} ms.`);
  if (outcome.outcome !== "failed") return;
  log.error(
    `Item ${id}: ${reason} after ${durationMs} ms.${error === undefined ? "" : ` ${errorText(error)}`}`,
  );
}

/** One alert for all of them: what is withheld is withheld for the same cause, a name where none may be. */
async function alertOnWithheld(thread: ThreadContext, items: readonly GatheredItem[]): Promise<void> {
  const withheld = items
    .filter(({ outcome }) => outcome.outcome === "failed")
    .map(({ outcome }) => outcome.id);
  if (withheld.length === 0) {
    await cancelAlert(thread.db, thread.clock, "usage-data.items-failed");
    return;
  }
  await raiseAlert(thread.db, thread.clock, {
    code: "usage-data.items-failed",
    severity: 2,
    params: { count: withheld.length, items: withheld.slice(0, 10).join(", ") },
    link: "/usage-data?outcome=failed",
  });
}

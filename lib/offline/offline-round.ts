import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert } from "@/lib/status/alerts";
import { lookIntoTransferFolders } from "./look-into-transfer-folders";
import { giveUpWaitingRequest, prepareWaitingRequest } from "./prepare-waiting-request";
import { remindOfRoundTrip } from "./remind-of-round-trip";
import { giveUpUploads, storeUploads } from "./upload/store-uploads";
import { giveUpImports, workImports } from "./work-imports";

/** What SMS_DMP_DOWNLOADER does for the round trip each time it looks, in offline mode. Opens no connection. */
export async function workOfflineRound(thread: ThreadContext): Promise<void> {
  await prepareWaitingRequest(thread);
  await lookIntoTransferFolders(thread);
  await storeUploads(thread);
  await workImports(thread);
  await remindOfRoundTrip(thread);
}

/** When the role starts online, the round trip is over. */
export async function leaveOfflineRound(thread: ThreadContext): Promise<void> {
  await giveUpWaitingRequest(thread);
  await giveUpImports(thread);
  await giveUpUploads(thread);
  await asOwner(thread, (tx) => cancelAlert(tx, thread.clock, "offline.round-trip-stale"));
}

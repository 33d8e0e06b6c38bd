import { Hour } from "@/lib/clock";
import { fileDispatchManager } from "@/lib/file-exchange/file-dispatch-manager.component";
import { despooler } from "@/lib/replication/despooler.component";
import { distributionManager } from "@/lib/replication/distribution-manager.component";
import { lanSender } from "@/lib/replication/lan-sender.component";
import { scheduler } from "@/lib/replication/scheduler.component";
import { dmpDownloader } from "@/lib/updates/dmp-downloader.component";
import { hierarchyManager } from "@/lib/updates/hierarchy-manager.component";
import { cmUpdate } from "@/lib/updates/installation/cmupdate.component";
import { databaseNotificationMonitor } from "@/lib/usage-data/database-notification-monitor.component";
import { siteBackup } from "./backup/site-backup.component";
import type { ComponentDefinition, ThreadContext } from "./component-thread";
import { COMPONENT_LOG_FILES } from "./model";

/** SMS_DMP_UPLOADER: sends usage data. It has none to send yet, and waits to be stopped. */
const dmpUploader: ComponentDefinition = {
  name: "SMS_DMP_UPLOADER",
  logFile: COMPONENT_LOG_FILES.SMS_DMP_UPLOADER,
  type: 0,
  runsOn: "service-connection-point",
  run: waitUntilStopped,
};

/** Every component thread this product has; a new one is a file and a line here. */
export const COMPONENTS: readonly ComponentDefinition[] = [
  dmpDownloader,
  dmpUploader,
  fileDispatchManager,
  hierarchyManager,
  distributionManager,
  scheduler,
  lanSender,
  despooler,
  cmUpdate,
  siteBackup,
  databaseNotificationMonitor,
];

async function waitUntilStopped(thread: ThreadContext): Promise<void> {
  while (!thread.signal.aborted) await thread.wait([], Hour.ms);
}

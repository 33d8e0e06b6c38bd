import { Hour } from "@/lib/clock";
import { dmpDownloader } from "@/lib/updates/dmp-downloader.component";
import { hierarchyManager } from "@/lib/updates/hierarchy-manager.component";
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

/** SMS_DISTRIBUTION_MANAGER: brings content to the sites. Nothing is replicated yet, and it waits to be stopped. */
const distributionManager: ComponentDefinition = {
  name: "SMS_DISTRIBUTION_MANAGER",
  logFile: COMPONENT_LOG_FILES.SMS_DISTRIBUTION_MANAGER,
  type: 0,
  runsOn: "site-server",
  run: waitUntilStopped,
};

/** Every component thread this product has; a new one is a file and a line here. */
export const COMPONENTS: readonly ComponentDefinition[] = [
  dmpDownloader,
  dmpUploader,
  hierarchyManager,
  distributionManager,
  siteBackup,
];

async function waitUntilStopped(thread: ThreadContext): Promise<void> {
  while (!thread.signal.aborted) await thread.wait([], Hour.ms);
}

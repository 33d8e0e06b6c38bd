import { cloudConnection } from "@/lib/azure-services/cloud-connection.component";
import { siteBackup } from "@/lib/backup/site-backup.component";
import { serviceConnector } from "@/lib/connectivity/endpoints/service-connector.component";
import { fileDispatchManager } from "@/lib/file-exchange/file-dispatch-manager.component";
import { siteComponentManager } from "@/lib/hierarchy/role-changes/site-component-manager.component";
import { despooler } from "@/lib/replication/despooler.component";
import { distributionManager } from "@/lib/replication/distribution-manager.component";
import { lanSender } from "@/lib/replication/lan-sender.component";
import { scheduler } from "@/lib/replication/scheduler.component";
import { serverBootstrap } from "@/lib/server-tasks/server-bootstrap.component";
import { dmpDownloader } from "@/lib/updates/dmp-downloader.component";
import { hierarchyManager } from "@/lib/updates/hierarchy-manager.component";
import { cmUpdate } from "@/lib/updates/installation/cmupdate.component";
import { databaseNotificationMonitor } from "@/lib/usage-data/database-notification-monitor.component";
import { dmpUploader } from "@/lib/usage-data/dmp-uploader.component";

import type { ComponentDefinition } from "./component-thread";

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
  cloudConnection,
  serviceConnector,
  serverBootstrap,
  siteComponentManager,
];

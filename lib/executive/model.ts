import type { ComponentName } from "./component-thread";

export type ComponentState = "stopped" | "starting" | "running" | "stopping" | "failed";
export type ComponentOperation = "query" | "stop" | "start" | "restart";

/** The log of each component below `<install>/Logs`, by the product's names (reference/role.md §16). */
export const COMPONENT_LOG_FILES = {
  SMS_EXECUTIVE: "smsexec.log",
  SMS_DMP_DOWNLOADER: "dmpdownloader.log",
  SMS_DMP_UPLOADER: "dmpuploader.log",
  SMS_HIERARCHY_MANAGER: "hman.log",
  SMS_DISTRIBUTION_MANAGER: "distmgr.log",
  SMS_SCHEDULER: "schedule.log",
  SMS_LAN_SENDER: "sender.log",
  SMS_DESPOOLER: "despool.log",
  SMS_MP_FILE_DISPATCH_MANAGER: "mpfdm.log",
  SMS_SITE_BACKUP: "smsbkup.log",
  SMS_DATABASE_NOTIFICATION_MONITOR: "smsdbmon.log",
  CONFIGURATION_MANAGER_UPDATE: "cmupdate.log",
  SMS_CLOUDCONNECTION: "SMS_CLOUDCONNECTION.log",
  SMS_SERVICE_CONNECTOR: "SMS_SERVICE_CONNECTOR.log",
  SMS_SERVER_BOOTSTRAP: "SrvBoot.log",
  SMS_SITE_COMPONENT_MANAGER: "sitecomp.log",
} as const satisfies Record<ComponentName, string>;

/** A row of Component Status. */
export interface ComponentRow {
  serverId: string;
  serverFqdn: string;
  siteCode: string;
  component: ComponentName;
  state: ComponentState;
  type: 0 | 1 | 2;
  /** `SMS_ComponentSummarizer.Status`: 0 OK, 1 warning, 2 critical. */
  status: 0 | 1 | 2;
  errors: number;
  warnings: number;
  startedAt: Date | null;
  stoppedAt: Date | null;
  heartbeatAt: Date | null;
  nextScheduledAt: Date | null;
  lastError: string | null;
  logFile: string;
  /** False when no executive process has reported for this server lately: the state shown is its last word. */
  executiveResponding: boolean;
  polledState: ComponentState | null;
  polledAt: Date | null;
  /** The newest command, so that a page can show it under way. */
  lastCommand: {
    id: number;
    operation: ComponentOperation;
    state: "pending" | "taken" | "done" | "failed";
    requestedBy: string;
    requestedAt: Date;
    outcome: string | null;
  } | null;
}

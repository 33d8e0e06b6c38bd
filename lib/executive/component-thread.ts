import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import type { EventTopic } from "@/lib/db/events";
import type { LogSeverity } from "@/lib/logs/cmtrace";

/** The threads of SMS_EXECUTIVE this product runs, by the product's names (reference/role.md §16). */
export type ComponentName =
  | "SMS_EXECUTIVE"
  | "SMS_DMP_DOWNLOADER"
  | "SMS_DMP_UPLOADER"
  | "SMS_HIERARCHY_MANAGER"
  | "SMS_DISTRIBUTION_MANAGER"
  | "SMS_SCHEDULER"
  | "SMS_LAN_SENDER"
  | "SMS_DESPOOLER"
  | "SMS_MP_FILE_DISPATCH_MANAGER"
  | "SMS_SITE_BACKUP"
  | "SMS_DATABASE_NOTIFICATION_MONITOR"
  | "CONFIGURATION_MANAGER_UPDATE"
  | "SMS_CLOUDCONNECTION"
  | "SMS_SERVICE_CONNECTOR"
  | "SMS_SERVER_BOOTSTRAP"
  | "SMS_SITE_COMPONENT_MANAGER";

export interface ComponentLog {
  info(message: string, about?: LogSubject): void;
  warning(message: string, about?: LogSubject): void;
  error(message: string, about?: LogSubject): void;
  line(severity: LogSeverity, message: string, about?: LogSubject): void;
}

/** A line that names a package is also kept with the package, so that its page can show it. */
export interface LogSubject {
  packageGuid?: string;
}

/** Where a process of the executive listens for the servers that fetch files from those it hosts. */
export interface FileExchangeSettings {
  /** Address to listen on, e.g. `0.0.0.0`. */
  host: string;
  /** 0: any free port, as several servers in one process need. */
  port: number;
  /** Name others reach this machine by; null: the fully qualified name of each server. */
  advertisedHost: string | null;
}

/** What a component's thread is given when it starts. It must return soon after `signal` aborts. */
export interface ThreadContext {
  component: ComponentName;
  /** Number of this run of the thread in its process, as log lines and status messages carry it. */
  threadId: number;
  serverId: string;
  serverFqdn: string;
  siteCode: string;
  /** The product's installation folder on this server (`<install>` in the reference). */
  installDir: string;
  connectionString: string;
  db: Database;
  clock: Clock;
  signal: AbortSignal;
  log: ComponentLog;
  /** Another log of this thread below `<install>/Logs`, e.g. `ConfigMgrPrereq.log`. */
  logTo(fileName: string): ComponentLog;
  /** Where this server may offer files to other servers. */
  fileExchange: FileExchangeSettings;
  /** Folders where transfer packages arrive; left out: the one below `<install>`. */
  transferFolders?: readonly string[];
  /** Origin of the portal, for links in what is sent to people; left out: they say the path alone. */
  portalUrl?: string;
  /** Whether the server is still this executive's; if so, it stays it until `tx` ends. See `asOwner`. */
  ownsServer(tx: Database): Promise<boolean>;
  /**
   * For the threads of the role: whether the server still holds it as it did when the thread began; if so, it keeps it
   * until `tx` ends.
   */
  holdsRole?(tx: Database): Promise<boolean>;
  /** Shown as *next run* in Component Status. */
  setNextScheduled(at: Date | null): Promise<void>;
  /** Resolves when one of `topics` is published, when `timeoutMs` passed, or when the thread must stop. */
  wait(topics: readonly EventTopic[], timeoutMs: number): Promise<"event" | "timeout" | "stopped">;
}

/** One component as data: what it is called, where it lives, what its thread does. */
export interface ComponentDefinition {
  name: ComponentName;
  /** Below `<install>/Logs`, e.g. `dmpdownloader.log`. */
  logFile: string;
  /** `SMS_ComponentSummarizer.Type`: 0 autostarting, 1 scheduled, 2 manual. */
  type: 0 | 1 | 2;
  runsOn:
    | "service-connection-point"
    | "site-server"
    | "top-level-site-server"
    | "child-site-server"
    | "every-server";
  /** A service of its own in the product: it goes on when SMS_EXECUTIVE is stopped. */
  ownService?: true;
  run(thread: ThreadContext): Promise<void>;
}

import { join } from "node:path";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { createComponentLog } from "@/lib/logs/component-log";
import { LogFile } from "@/lib/logs/log-file";
import { PackageLogLines } from "@/lib/logs/package-log-lines";
import type { ComponentLog, FileExchangeSettings } from "./component-thread";
import type { EventHub } from "./event-hub";
import { COMPONENT_LOG_FILES } from "./model";
import type { ServerLease } from "./server-lease";
import type { ThreadReports } from "./thread-reports";
import type { ExecutiveTiming } from "./timing";

/** What everything in one executive process shares. */
export interface ExecutiveEnvironment {
  executiveId: string;
  connectionString: string;
  db: Database;
  clock: Clock;
  timing: ExecutiveTiming;
  events: EventHub;
  reports: ThreadReports;
  /** Folder that holds one installation folder per server, named for it. */
  serversDir: string;
  fileExchange: FileExchangeSettings;
  /** Folders where transfer packages arrive; left out: the one below `<install>` of each server. */
  transferFolders?: readonly string[];
  /** Origin of the portal, for links in what is sent to people; left out: they say the path alone. */
  portalUrl?: string;
}

/** One server as this process hosts it: its lease, its folder and its logs. */
export class ServerEnvironment {
  readonly installDir: string;
  readonly packageLines: PackageLogLines;
  /** The thread of SMS_EXECUTIVE itself, which starts and stops the others. */
  readonly serviceThreadId = nextThreadId();
  private readonly files = new Map<string, LogFile>();

  constructor(
    readonly executive: ExecutiveEnvironment,
    readonly lease: ServerLease,
  ) {
    this.installDir = join(executive.serversDir, lease.fqdn);
    this.packageLines = new PackageLogLines(executive.db);
  }

  get serviceLog(): ComponentLog {
    return this.log(COMPONENT_LOG_FILES.SMS_EXECUTIVE, "SMS_EXECUTIVE", this.serviceThreadId);
  }

  /** What watches over the threads; part of the supervisor here, a thread of its own in the product. */
  get monitorLog(): ComponentLog {
    return this.log("compmon.log", "SMS_COMPONENT_MONITOR", this.serviceThreadId);
  }

  /** @param fileName below `<install>/Logs` */
  log(fileName: string, component: string, threadId: number): ComponentLog {
    let file = this.files.get(fileName);
    if (!file) {
      file = new LogFile(join(this.installDir, "Logs", fileName));
      this.files.set(fileName, file);
    }
    return createComponentLog({
      file,
      component,
      threadId,
      siteCode: this.lease.siteCode,
      clock: this.executive.clock,
      packageLines: this.packageLines,
    });
  }
}

/** smsexec.log of a server that is not hosted: for why it is not. */
export function serviceLogOf(serversDir: string, fqdn: string, clock: Clock): Pick<ComponentLog, "error"> {
  const file = new LogFile(join(serversDir, fqdn, "Logs", COMPONENT_LOG_FILES.SMS_EXECUTIVE));
  const threadId = nextThreadId();
  return {
    error: (message) =>
      file.append({ message, component: "SMS_EXECUTIVE", time: clock.now(), threadId, severity: 3 }),
  };
}

let lastThreadId = 4_000;

/** Numbers the runs of threads in this process, in steps of four as Windows does. */
export function nextThreadId(): number {
  lastThreadId += 4;
  return lastThreadId;
}

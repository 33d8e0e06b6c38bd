import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { statusMessages } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { STATUS_MESSAGE_TYPE, STATUS_SEVERITY, type StatusMessageType, type StatusSeverity } from "./model";

export interface StatusMessage {
  /** The product's message number, e.g. 3306. */
  messageId: number;
  severity: StatusSeverity;
  /** Milestone when left out. */
  messageType?: StatusMessageType;
  /** At most ten insertion strings, in the message's order. */
  strings?: string[];
  /** Attributes by their `AttributeID`, e.g. `{400: packageId}`. Shown in the log line only. */
  attributes?: Record<number, string>;
}

/** Who reports. A component's thread is one. */
export type StatusReporter = Pick<
  ThreadContext,
  "db" | "clock" | "component" | "threadId" | "serverFqdn" | "siteCode" | "log"
>;

const INSERTION_STRINGS = 10;
const SEVERITY_LETTER = { informational: "I", warning: "W", error: "E" } as const satisfies Record<
  StatusSeverity,
  string
>;
const LEVEL_LETTER = { milestone: "M", detail: "D", audit: "A", "nt-event": "N" } as const satisfies Record<
  StatusMessageType,
  string
>;

/**
 * Reports a status message: a row in the database and the STATMSG line in the component's log.
 * @param db the caller's transaction when the message belongs to a change
 */
export async function reportStatus(
  reporter: StatusReporter,
  message: StatusMessage,
  db: Database = reporter.db,
): Promise<void> {
  const time = reporter.clock.now();
  const strings = (message.strings ?? []).slice(0, INSERTION_STRINGS);
  await db.insert(statusMessages).values({
    time,
    messageId: message.messageId,
    severity: STATUS_SEVERITY[message.severity],
    messageType: STATUS_MESSAGE_TYPE[message.messageType ?? "milestone"],
    component: reporter.component,
    machineName: reporter.serverFqdn,
    siteCode: reporter.siteCode,
    processId: process.pid,
    threadId: reporter.threadId,
    strings,
  });
  await publish(db, { topic: "status", key: reporter.component });
  reporter.log.info(statusLine(reporter, message, time));
}

/** The echo of a status message in the log (reference/role.md §15). */
export function statusLine(
  reporter: Pick<StatusReporter, "component" | "threadId" | "serverFqdn" | "siteCode">,
  message: StatusMessage,
  time: Date,
  processId: number = process.pid,
): string {
  const strings = Array.from(
    { length: INSERTION_STRINGS },
    (_, i) => `ISTR${i}="${quoted(message.strings?.[i] ?? "")}"`,
  );
  const attributes = Object.entries(message.attributes ?? {});
  return [
    `STATMSG: ID=${message.messageId}`,
    `SEV=${SEVERITY_LETTER[message.severity]}`,
    `LEV=${LEVEL_LETTER[message.messageType ?? "milestone"]}`,
    `SOURCE="SMS Server"`,
    `COMP="${reporter.component}"`,
    `SYS=${reporter.serverFqdn}`,
    `SITE=${reporter.siteCode}`,
    `PID=${processId}`,
    `TID=${reporter.threadId}`,
    `GMTDATE=${gmtDate(time)}`,
    ...strings,
    `NUMATTRS=${attributes.length}`,
    ...attributes.map(([id, value], i) => `AID${i}=${id} AVAL${i}="${quoted(value)}"`),
  ].join(" ");
}

/** Readers split at the quotes; the product has no escape for them. */
const quoted = (text: string) => text.replaceAll('"', "'");

/** `Mon Apr 20 08:15:30.123 2020` */
function gmtDate(time: Date): string {
  // toUTCString: `Mon, 20 Apr 2020 08:15:30 GMT`
  const [weekday, day, month, year, clock] = time.toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${day} ${clock}.${String(time.getUTCMilliseconds()).padStart(3, "0")} ${year}`;
}

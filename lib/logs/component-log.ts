import { basename } from "node:path";
import type { Clock } from "@/lib/clock";
import type { ComponentLog, LogSubject } from "@/lib/executive/component-thread";
import type { LogLine, LogSeverity } from "./cmtrace";
import type { LogFile } from "./log-file";
import type { PackageLogLines } from "./package-log-lines";

/** The log of one run of one component's thread. */
export function createComponentLog(to: {
  file: LogFile;
  component: string;
  threadId: number;
  siteCode: string;
  clock: Clock;
  packageLines: PackageLogLines;
}): ComponentLog {
  let writable = true;
  const write = (line: LogLine) => {
    try {
      to.file.append(line);
      writable = true;
    } catch (error) {
      // A full disk must not end the component that wants to say so; it is said once, to the process's own output.
      if (writable) console.error(`${to.file.path} cannot be written:`, error);
      writable = false;
    }
  };
  const line = (severity: LogSeverity, message: string, about?: LogSubject) => {
    const time = to.clock.now();
    write({ message, component: to.component, time, threadId: to.threadId, severity });
    if (!about?.packageGuid) return;
    to.packageLines.add({
      packageGuid: about.packageGuid,
      time,
      siteCode: to.siteCode,
      logFile: basename(to.file.path),
      component: to.component,
      severity,
      message: message.replace(/^~+|~+$/g, ""),
    });
  };
  return {
    line,
    info: (message, about) => line(1, message, about),
    warning: (message, about) => line(2, message, about),
    error: (message, about) => line(3, message, about),
  };
}

import { setTimeout as delay } from "node:timers/promises";
import { systemClock } from "@/lib/clock";
import type { ComponentLog, ThreadContext } from "@/lib/executive/component-thread";

/** For work that reads nothing of its server; the database takes no text that is not an id. */
const NO_SERVER = "00000000-0000-0000-0000-000000000000";

type Given = Pick<ThreadContext, "component" | "db"> & Partial<ThreadContext>;

/**
 * A component's thread without an executive: it owns its server, and looks often instead of listening.
 * @param lines every log line is added here
 */
export function testThread(given: Given, lines: string[]): ThreadContext {
  const line = (severity: string) => (message: string) => void lines.push(`${severity} ${message}`);
  const log: ComponentLog = {
    info: line("info"),
    warning: line("warning"),
    error: line("error"),
    line: (severity, message) => line(String(severity))(message),
  };
  const signal = given.signal ?? new AbortController().signal;
  return {
    threadId: 1,
    serverId: NO_SERVER,
    serverFqdn: "scp01.contoso.com",
    siteCode: "CAS",
    installDir: "",
    connectionString: "",
    clock: systemClock,
    log,
    logTo: () => log,
    fileExchange: { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" },
    ownsServer: async () => true,
    setNextScheduled: async () => {},
    wait: async (_topics, timeoutMs) => {
      await delay(Math.min(timeoutMs, 50), undefined, { signal }).catch(() => {});
      return signal.aborted ? "stopped" : "event";
    },
    ...given,
    signal,
  };
}

import { Minute, Second } from "@/lib/clock";
import type { WireError, WireErrorCode } from "@/lib/connectivity/wire-error";

/** How often and how long Azure is asked again before the failure is the caller's. */
export interface AzurePatience {
  attempts: number;
  /** While there is no answer at all: somebody may be waiting, and a firewall does not change its mind. */
  connectionAttempts: number;
  /** All waiting of one request together. */
  waitingMs: number;
  /** Of the first wait, doubled each time; the real wait is drawn evenly below it ("full jitter"). */
  backoffMs: number;
  longestBackoffMs: number;
  answerBytes: number;
}

export const AZURE_PATIENCE: AzurePatience = {
  attempts: 6,
  connectionAttempts: 4,
  waitingMs: 2 * Minute.ms,
  backoffMs: 1 * Second.ms,
  longestBackoffMs: 30 * Second.ms,
  answerBytes: 8 * 1024 * 1024,
};

export interface Setback {
  /** Whether it may be otherwise a moment later. */
  passing: boolean;
  /** Whether Azure surely did nothing, so that even what must not be done twice may be asked again. */
  undone: boolean;
}

const LOST: Setback = { passing: true, undone: false };
const NOT_SENT: Setback = { passing: true, undone: true };
const SETTLED: Setback = { passing: false, undone: true };
const BROKEN: Setback = { passing: false, undone: false };

/** What went wrong on the way there. */
const WIRE_SETBACKS: Record<WireErrorCode, Setback> = {
  "dns-failed": NOT_SENT,
  "connection-refused": NOT_SENT,
  "connect-timeout": LOST,
  "connection-lost": LOST,
  "response-timeout": LOST,
  "network-unreachable": LOST,
  "connection-failed": LOST,
  "content-length-mismatch": LOST,
  "response-too-slow": LOST,
  "response-malformed": BROKEN,
  "response-too-long": BROKEN,
  "redirect-loop": BROKEN,
  "redirect-refused": BROKEN,
  "server-busy": LOST,
  "http-status": BROKEN,
  "tls-untrusted": SETTLED,
  "tls-expired": SETTLED,
  "tls-name-mismatch": SETTLED,
  "tls-version-unsupported": SETTLED,
  "tls-failed": BROKEN,
  "proxy-unreachable": NOT_SENT,
  "proxy-refused": SETTLED,
  "proxy-authentication-required": SETTLED,
  "proxy-credentials-refused": SETTLED,
  "proxy-credentials-unreadable": SETTLED,
};

/** By this name undici gave up before there was a connection; the system's own may come from one that was open. */
const NEVER_CONNECTED = "UND_ERR_CONNECT_TIMEOUT";

export const setbackOfWire = (error: WireError): Setback =>
  error.code === "connect-timeout" && error.params.detail === NEVER_CONNECTED
    ? NOT_SENT
    : WIRE_SETBACKS[error.code];

/** Beside 429 and 503 those that Azure's own clients ask again after. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/**
 * Statuses that are no answer (reference/protocols/graph.md §8, arm.md §2).
 * @param toldToWait whether it came with `Retry-After`: then a 503 turned the request away at the door
 * @returns null when the status is one
 */
export function setbackOfStatus(status: number, toldToWait: boolean): Setback | null {
  if (status === 429) return NOT_SENT;
  if (status < 500) return null;
  if (status === 503 && toldToWait) return NOT_SENT;
  return PASSING_STATUSES.has(status) ? LOST : BROKEN;
}

import { Minute, Second } from "@/lib/clock";

export interface ExecutiveTiming {
  heartbeatMs: number;
  /** How long an executive may act for a server after it last renewed; another may take it over then. */
  leaseMs: number;
  /** How long a thread may take to end after its stop signal before it counts as failed. */
  stopGraceMs: number;
  /** First waiting time before a failed thread starts again; doubles up to the maximum. */
  restartDelayMs: number;
  restartDelayMsMax: number;
  /** A restarted thread that ran this long is well again. */
  stableAfterMs: number;
  /** How often an executive measures its machine. */
  sampleMs: number;
}

export const EXECUTIVE_TIMING: ExecutiveTiming = {
  heartbeatMs: 2 * Second.ms,
  leaseMs: 15 * Second.ms,
  stopGraceMs: 10 * Second.ms,
  restartDelayMs: 5 * Second.ms,
  restartDelayMsMax: 5 * Minute.ms,
  stableAfterMs: 1 * Minute.ms,
  sampleMs: 1 * Minute.ms,
};

/** Waiting time before attempt number `failures` + 1 of a thread that failed `failures` times in a row. */
export function restartDelay(timing: ExecutiveTiming, failures: number): number {
  return Math.min(timing.restartDelayMs * 2 ** Math.max(0, failures - 1), timing.restartDelayMsMax);
}

import type { ComponentState } from "./model";

/**
 * What may follow what. `failed` covers a thread that ended by itself and one that did not obey its stop signal;
 * the supervisor starts the first again, the second becomes `stopped` if it ends after all.
 */
export const THREAD_TRANSITIONS = {
  stopped: ["starting"],
  starting: ["running", "failed"],
  running: ["stopping", "failed"],
  stopping: ["stopped", "failed"],
  failed: ["starting", "stopped"],
} as const satisfies Record<ComponentState, readonly ComponentState[]>;

/** States in which the thread's code may be running, so that it owes a heartbeat. */
export const LIVE_STATES = ["starting", "running", "stopping"] as const satisfies readonly ComponentState[];

export const isLive = (state: ComponentState): boolean =>
  (LIVE_STATES as readonly ComponentState[]).includes(state);

export function mayFollow(from: ComponentState, to: ComponentState): boolean {
  return (THREAD_TRANSITIONS[from] as readonly ComponentState[]).includes(to);
}

/** @throws Error when the table does not allow the step: a bug of the supervisor, never an outcome */
export function assertMayFollow(from: ComponentState, to: ComponentState): void {
  if (!mayFollow(from, to)) throw new Error(`A component thread cannot go from ${from} to ${to}.`);
}

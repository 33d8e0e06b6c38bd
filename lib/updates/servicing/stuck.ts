import { Hour, Second } from "@/lib/clock";
import type { UpdateStateName } from "../state-machine";

/** What even a slow line between two sites carries. */
const SLOW_BYTES_PER_SECOND = 1_000_000;
/** Queues, schedules and the daily looks of the threads. */
const ALLOWANCE_MS = Hour.ms;

/** In these a package moves bytes, and the update reset tool is for when it does not (reference/updates.md §18). */
const TRANSFERRING: ReadonlySet<UpdateStateName> = new Set([
  "DOWNLOAD_IN_PROGRESS",
  "ENABLED",
  "CONTENT_REPLICATING",
]);

/**
 * How many whole hours a package has been downloading or replicating beyond what is normal for its size; the
 * reference calls it stuck after hours, without a figure.
 * @returns 0 while it is within that time, or does something else
 */
export function hoursBeyondNormal(
  { state, lastUpdateTime, totalBytes }: { state: UpdateStateName; lastUpdateTime: Date; totalBytes: number },
  now: Date,
): number {
  if (!TRANSFERRING.has(state)) return 0;
  const normalMs = ALLOWANCE_MS + (totalBytes / SLOW_BYTES_PER_SECOND) * Second.ms;
  const beyondMs = now.getTime() - lastUpdateTime.getTime() - normalMs;
  return Math.max(0, Math.floor(beyondMs / Hour.ms));
}

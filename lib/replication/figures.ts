import { Second } from "@/lib/clock";

/**
 * How far a site is behind the top-level site: the time since that has had the content, as long as this site has
 * not.
 * @param sourceStoredAt when the top-level site had it; null: there is nothing to be behind of yet
 * @returns milliseconds; 0 for a site that has it too
 */
export function lagMs(sourceStoredAt: Date | null, stored: boolean, now: Date): number | null {
  if (stored) return 0;
  if (sourceStoredAt === null) return null;
  return Math.max(0, now.getTime() - sourceStoredAt.getTime());
}

/** Milliseconds until the rest has arrived at this rate; null while nobody can know. */
export function remainingMs(transfer: {
  bytesTotal: number;
  bytesDone: number;
  bytesPerSecond: number | null;
}): number | null {
  const { bytesTotal, bytesDone, bytesPerSecond } = transfer;
  if (!bytesPerSecond) return null;
  return Math.round((Math.max(0, bytesTotal - bytesDone) / bytesPerSecond) * Second.ms);
}

/** Whole percent, and 100 only when nothing is missing. */
export const percentDone = ({ bytesTotal, bytesDone }: { bytesTotal: number; bytesDone: number }): number =>
  bytesTotal === 0
    ? 0
    : Math.min(bytesDone < bytesTotal ? 99 : 100, Math.floor((bytesDone / bytesTotal) * 100));

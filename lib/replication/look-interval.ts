/** How long to wait for `next`, at most `longestMs`: somebody may have changed a row without saying so. */
export const untilNext = (next: Date | null, now: Date, longestMs: number): number =>
  next === null ? longestMs : Math.min(longestMs, Math.max(0, next.getTime() - now.getTime()));

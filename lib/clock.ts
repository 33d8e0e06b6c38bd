/** Time comes from outside, so that schedules and leases can be tested without waiting. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export const Second = { ms: 1_000 } as const;
export const Minute = { ms: 60_000 } as const;
export const Hour = { ms: 3_600_000 } as const;
export const Day = { ms: 86_400_000 } as const;

/** The first of them; null when there is none. */
export const earliest = (...dates: readonly (Date | null)[]): Date | null =>
  dates.reduce((first, date) => (date && (!first || date < first) ? date : first), null);

/** How long to wait for `next`, at most `longestMs`: somebody may have changed a row without saying so. */
export const untilNext = (next: Date | null, now: Date, longestMs: number): number =>
  next === null ? longestMs : Math.min(longestMs, Math.max(0, next.getTime() - now.getTime()));

/** Time comes from outside, so that schedules and leases can be tested without waiting. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export const Second = { ms: 1_000 } as const;
export const Minute = { ms: 60_000 } as const;
export const Hour = { ms: 3_600_000 } as const;
export const Day = { ms: 86_400_000 } as const;

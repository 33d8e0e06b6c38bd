/** The top-level roles of TUF 1.0, each with a key of its own. */
export const TUF_ROLES = ["root", "targets", "snapshot", "timestamp"] as const;

export type TufRole = (typeof TUF_ROLES)[number];

/** The roles that sign at a publication; the root signs only when keys change. */
export type ReleaseRole = Exclude<TufRole, "root">;

export const isTufRole = (value: string): value is TufRole => TUF_ROLES.some((role) => role === value);

/** How long signed metadata is believed, in days. */
export type LifetimeDays = Record<TufRole, number>;

/**
 * Short where the key signs by itself, long where a person must fetch an offline key: a stolen timestamp can
 * hold clients back for at most its lifetime.
 */
export const DEFAULT_LIFETIME_DAYS: LifetimeDays = { root: 365, targets: 90, snapshot: 14, timestamp: 2 };

const DAY_MS = 24 * 60 * 60 * 1000;

/** When metadata signed `now` expires, in the format of TUF 1.0 §4.2.2: UTC, whole seconds. */
export function expiresAt(now: Date, days: number): string {
  return new Date(now.getTime() + days * DAY_MS).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** Whether less than half of a lifetime is left, and a new signature is due. */
export const isDueForRenewal = (expires: string, now: Date, days: number): boolean =>
  Date.parse(expires) - now.getTime() < (days * DAY_MS) / 2;

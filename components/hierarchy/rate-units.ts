/** Units in which an administrator types a limit of network transfer; decimal, as network rates are. */
export const RATE_UNITS = { kbps: 1_000 / 8, mbps: 1_000_000 / 8, "mb-per-s": 1_000_000 } as const;

export type RateUnit = keyof typeof RATE_UNITS;

export const isRateUnit = (unit: string): unit is RateUnit => Object.hasOwn(RATE_UNITS, unit);

/**
 * Bytes per second of what was typed.
 * @returns null where it is no number above zero
 */
export function toBytesPerSecond(typed: string, unit: RateUnit): number | null {
  // Both 2.5 and 2,5 are typed; thousands are not separated in a field this small.
  const amount = Number(typed.trim().replace(",", "."));
  if (typed.trim() === "" || !Number.isFinite(amount) || amount <= 0) return null;
  return Math.max(1, Math.round(amount * RATE_UNITS[unit]));
}

/** The amount and the largest unit in which it is a number of at most two decimals. */
export function fromBytesPerSecond(bytesPerSecond: number): { amount: string; unit: RateUnit } {
  const unit: RateUnit = bytesPerSecond >= RATE_UNITS.mbps ? "mbps" : "kbps";
  return { amount: String(Math.round((bytesPerSecond / RATE_UNITS[unit]) * 100) / 100), unit };
}

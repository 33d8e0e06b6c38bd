import { Day } from "@/lib/clock";

export type SecretState = "ok" | "expiring" | "expired" | "unreadable";

/** From here on a secret counts as expiring (reference/azure-services.md §9). */
export const EXPIRING_DAYS = 30;

/** Whole days that are left, rounded up; negative once it has expired. */
export const daysLeftOf = (expiresAt: Date, now: Date): number =>
  Math.ceil((expiresAt.getTime() - now.getTime()) / Day.ms);

/**
 * @param roleHolderKey fingerprint of the key of the server that holds the role; null when none is known yet. A secret
 *   that is sealed to another server's key is lost with the role's move: it is to be renewed
 */
export function secretStateOf(
  { expiresAt, sealedTo }: { expiresAt: Date; sealedTo: string },
  roleHolderKey: string | null,
  now: Date,
): SecretState {
  if (expiresAt <= now) return "expired";
  if (sealedTo !== roleHolderKey) return "unreadable";
  return daysLeftOf(expiresAt, now) <= EXPIRING_DAYS ? "expiring" : "ok";
}

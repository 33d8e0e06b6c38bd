import { Hour } from "@/lib/clock";

export const PROOF_INTERVAL_MS = 6 * Hour.ms;

/** Six hours after the last proof; at once when the app has another secret or other settings since. */
export function nextProofAt(provedAt: Date, secretSince: Date | null, settingsSince: Date | null): Date {
  const changed = [secretSince, settingsSince].find((since) => since && since > provedAt);
  return changed ?? new Date(provedAt.getTime() + PROOF_INTERVAL_MS);
}

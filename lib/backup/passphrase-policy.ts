/**
 * What a recovery passphrase must be. Whoever holds a backup may try as often as he likes, which no lock-out stops:
 * it is longer than a password that only ever meets the sign-in page.
 */
export const PASSPHRASE_POLICY = { minLength: 16, maxLength: 256, minDistinctCharacters: 8 } as const;

export type PassphraseFault = "passphrase-too-short" | "passphrase-too-long" | "passphrase-too-uniform";

/** @returns null when the passphrase may be used */
export function checkPassphrase(passphrase: string): PassphraseFault | null {
  if (passphrase.length < PASSPHRASE_POLICY.minLength) return "passphrase-too-short";
  if (passphrase.length > PASSPHRASE_POLICY.maxLength) return "passphrase-too-long";
  return new Set(passphrase).size < PASSPHRASE_POLICY.minDistinctCharacters ? "passphrase-too-uniform" : null;
}

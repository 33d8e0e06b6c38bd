import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Second } from "@/lib/clock";
import type { PasswordCredential } from "./model";

export interface NewPassword {
  displayName: string | null;
  startDateTime: Date;
  endDateTime: Date;
  /** How long the servers that issue tokens do not know it yet. */
  propagationSeconds: number;
}

/**
 * Makes a secret of an app.
 * @returns its text, which nobody can read again, and the credential to keep
 */
export function createPassword(
  { displayName, startDateTime, endDateTime, propagationSeconds }: NewPassword,
  now: Date,
): { secretText: string; credential: PasswordCredential } {
  const secretText = newSecretText();
  const credential = {
    keyId: randomUUID(),
    displayName,
    startDateTime: startDateTime.toISOString(),
    endDateTime: endDateTime.toISOString(),
    hint: secretText.slice(0, 3),
    secretHash: hashSecret(secretText),
    usableFrom: new Date(now.getTime() + propagationSeconds * Second.ms).toISOString(),
  };
  return { secretText, credential };
}

/** A secret has 238 bits of its own: a plain hash cannot be guessed back. */
export const hashSecret = (secretText: string): string =>
  createHash("sha256").update(secretText).digest("base64url");

/** Looks like those of Azure AD: 40 characters, the fourth `8`, the fifth `Q`, and some that URLs escape. */
function newSecretText(): string {
  const random = randomBytes(40).toString("base64url").replaceAll("_", "~");
  return `${random.slice(0, 3)}8Q~${random.slice(6, 40)}`;
}

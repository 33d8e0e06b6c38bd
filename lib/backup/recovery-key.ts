import { randomBytes } from "node:crypto";
import { hashRaw } from "@node-rs/argon2";
import type { StoredRecoveryKey } from "@/lib/db/schema";
import { fingerprintOf, type SealingKey, sealingKeyFrom } from "@/lib/secrets/seal";

const SALT_BYTES = 16;
const SEED_BYTES = 32;

/**
 * Cost of one derivation (RFC 9106 §4, second choice is 64 MiB and three passes): it happens twice in the life of a
 * passphrase, and whoever stole a backup has all the time of the world.
 */
const COST = { memoryKiB: 131_072, passes: 4, lanes: 1 } as const;

export type RecoveryKeyCost = Pick<StoredRecoveryKey, "memoryKiB" | "passes" | "lanes">;

/**
 * Makes what key files are sealed to from a passphrase that is kept nowhere.
 * @param cost cheaper in tests alone
 */
export async function makeRecoveryKey(
  passphrase: string,
  cost: RecoveryKeyCost = COST,
): Promise<StoredRecoveryKey> {
  const stored = { ...cost, salt: randomBytes(SALT_BYTES).toString("base64url") };
  const { publicKey } = await derive(passphrase, stored);
  return { ...stored, publicKey: publicKey.toString("base64url") };
}

/** @returns null when it is not the passphrase the key was made from */
export async function openRecoveryKey(passphrase: string, stored: StoredRecoveryKey): Promise<Buffer | null> {
  const { publicKey, privateKey } = await derive(passphrase, stored);
  return publicKey.toString("base64url") === stored.publicKey ? privateKey : null;
}

/** Names the passphrase without telling anything of it: the first 16 hex digits of its public key's SHA-256. */
export const recoveryFingerprint = ({ publicKey }: Pick<StoredRecoveryKey, "publicKey">): string =>
  fingerprintOf(Buffer.from(publicKey, "base64url")).slice(0, 16);

async function derive(
  passphrase: string,
  { salt, memoryKiB, passes, lanes }: Omit<StoredRecoveryKey, "publicKey">,
): Promise<SealingKey> {
  // The same letters may arrive composed or decomposed, from another keyboard.
  const seed = await hashRaw(passphrase.normalize("NFKC"), {
    salt: Buffer.from(salt, "base64url"),
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: SEED_BYTES,
  });
  return sealingKeyFrom(seed);
}

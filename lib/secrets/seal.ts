import { createHash } from "node:crypto";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

/** HPKE (RFC 9180) in base mode: X25519, HKDF-SHA256, AES-256-GCM. */
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** Of the encapsulated key, which comes before the ciphertext. */
const ENC_BYTES = 32;
const VERSION = 1;
const INFO = Buffer.from("service-connection-point sealed secret 1");

/** A key pair of a server, raw. */
export interface SealingKey {
  publicKey: Buffer;
  privateKey: Buffer;
}

/** @returns 32 random bytes and what they open */
export async function makeSealingKey(): Promise<SealingKey> {
  return raw(await suite.kem.generateKeyPair());
}

/** The key pair that belongs to a seed, the same each time: for one whose private half is kept nowhere. */
export async function sealingKeyFrom(seed: Uint8Array): Promise<SealingKey> {
  return raw(await suite.kem.deriveKeyPair(seed));
}

const raw = async ({ publicKey, privateKey }: CryptoKeyPair): Promise<SealingKey> => ({
  publicKey: Buffer.from(await suite.kem.serializePublicKey(publicKey)),
  privateKey: Buffer.from(await suite.kem.serializePrivateKey(privateKey)),
});

/** Names a public key: SHA-256 of it, hex. */
export const fingerprintOf = (publicKey: Uint8Array): string =>
  createHash("sha256").update(publicKey).digest("hex");

/**
 * Seals a secret so that only the owner of the private key can read it, and only for what it was sealed for: in the
 * place of another one it does not open.
 * @param purpose what it is the secret of, e.g. an app; not secret itself
 */
export async function seal(publicKey: Uint8Array, purpose: string, secret: string): Promise<Buffer> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey);
  const { enc, ct } = await suite.seal(
    { recipientPublicKey, info: INFO },
    Buffer.from(secret),
    Buffer.from(purpose),
  );
  return Buffer.concat([Buffer.from([VERSION]), Buffer.from(enc), Buffer.from(ct)]);
}

/** @returns null when it was sealed to another key, for another purpose, or was changed */
export async function unseal(
  privateKey: Uint8Array,
  purpose: string,
  sealed: Uint8Array,
): Promise<string | null> {
  if (sealed[0] !== VERSION) return null;
  const recipientKey = await suite.kem.deserializePrivateKey(privateKey);
  const enc = sealed.subarray(1, 1 + ENC_BYTES);
  const ct = sealed.subarray(1 + ENC_BYTES);
  try {
    return Buffer.from(
      await suite.open({ recipientKey, enc, info: INFO }, ct, Buffer.from(purpose)),
    ).toString();
  } catch {
    // The library does not tell the reasons apart, and whoever opens it cannot do more than ask for a new secret.
    return null;
  }
}

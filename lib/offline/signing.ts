import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import type { SignatureFile } from "./model";

/** An Ed25519 key pair of who writes transfer packages: a server, or the tool. */
export interface SigningKey {
  /** PEM (SPKI). */
  publicKey: string;
  sign(bytes: Uint8Array): SignatureFile;
}

/** The key in `file`, which only its owner can read; made when there is none. */
export async function loadSigningKey(file: string): Promise<SigningKey> {
  const pem = await readFile(file, "utf8").catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    const { privateKey } = generateKeyPairSync("ed25519");
    const made = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    await writeFileAtomic(file, Buffer.from(made), 0o600);
    return made;
  });
  return signingKeyOf(createPrivateKey(pem));
}

/** A key nobody keeps: it still says that nothing was changed on the way. */
export const temporarySigningKey = (): SigningKey => signingKeyOf(generateKeyPairSync("ed25519").privateKey);

function signingKeyOf(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  return {
    publicKey,
    sign: (bytes) => ({
      algorithm: "Ed25519",
      publicKey,
      signature: sign(null, bytes, privateKey).toString("base64"),
    }),
  };
}

/** Whether the signature is one of its own key over these bytes; whose key that is, is another question. */
export function isSignatureOf(bytes: Uint8Array, { publicKey, signature }: SignatureFile): boolean {
  try {
    const key = createPublicKey(publicKey);
    return key.asymmetricKeyType === "ed25519" && verify(null, bytes, key, Buffer.from(signature, "base64"));
  } catch {
    // Not a key at all.
    return false;
  }
}

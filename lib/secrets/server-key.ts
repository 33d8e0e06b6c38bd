import { readFile } from "node:fs/promises";
import path from "node:path";
import { inTurn } from "@/lib/content-library/pins";
import { sealingKeys } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { fingerprintOf, makeSealingKey, type SealingKey } from "./seal";

const KEY_BYTES = 32;

/** `<install>/keys/sealing.key`: both keys, raw, the private one first. */
const keyFile = (installDir: string): string => path.join(installDir, "keys", "sealing.key");

/**
 * The server's own key pair, made at the first call. The file is readable by the account of the executive only, and
 * the private key is nowhere else: a move of the role takes secrets along by sealing them to the other server's key.
 * @throws when the file is there and is no key: another one would only hide that all secrets are lost
 */
export function loadServerKey(installDir: string): Promise<SealingKey> {
  const file = keyFile(installDir);
  return inTurn(file, async () => {
    const known = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      return null;
    });
    if (known) return parseKey(known, file);
    const made = await makeSealingKey();
    await writeFileAtomic(file, Buffer.concat([made.privateKey, made.publicKey]), 0o600);
    return made;
  });
}

/** Tells the portal what to seal to from now on. @returns the key and its fingerprint */
export async function announceServerKey(
  thread: Pick<ThreadContext, "db" | "ownsServer" | "serverId" | "installDir" | "clock">,
): Promise<SealingKey & { fingerprint: string }> {
  const key = await loadServerKey(thread.installDir);
  const fingerprint = fingerprintOf(key.publicKey);
  const publicKey = key.publicKey.toString("base64url");
  await asOwner(thread, (tx) =>
    tx
      .insert(sealingKeys)
      .values({ serverId: thread.serverId, publicKey, fingerprint, createdAt: thread.clock.now() })
      .onConflictDoUpdate({ target: sealingKeys.serverId, set: { publicKey, fingerprint } }),
  );
  return { ...key, fingerprint };
}

function parseKey(content: Buffer, file: string): SealingKey {
  if (content.length !== 2 * KEY_BYTES)
    throw new Error(`${file} is not a pair of keys of ${KEY_BYTES} bytes`);
  return { privateKey: content.subarray(0, KEY_BYTES), publicKey: content.subarray(KEY_BYTES) };
}

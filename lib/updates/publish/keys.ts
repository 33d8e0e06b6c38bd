import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { mkdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { Key, type Root, Signature } from "@tufjs/models";
import { writeFileAtomic } from "./atomic-file";
import { PublishError } from "./failure";
import { type ReleaseRole, TUF_ROLES, type TufRole } from "./roles";

/** The public half, and the power to sign with the private one. */
export interface Signer {
  key: Key;
  sign(data: Buffer): Signature;
}

const keyFile = (folder: string, role: TufRole): string => path.join(folder, `${role}.pem`);

/** A key made for a rotation waits here until the new root is published. */
const nextKeyFile = (folder: string, role: TufRole): string => path.join(folder, `${role}.next.pem`);

/**
 * Makes one ed25519 key per role: `<role>.pem`, PKCS #8, readable by the owner only. In production the root and
 * targets keys belong on a medium that is connected only to publish.
 * @throws PublishError `keys-exist`
 */
export async function createKeys(folder: string): Promise<Record<TufRole, Signer>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const role of TUF_ROLES) {
    if (await readKey(keyFile(folder, role)))
      throw new PublishError("keys-exist", { file: keyFile(folder, role) });
  }
  const [root, targets, snapshot, timestamp] = await Promise.all(
    TUF_ROLES.map((role) => createKey(keyFile(folder, role))),
  );
  return { root, targets, snapshot, timestamp } as Record<TufRole, Signer>;
}

/** Makes, or finds from an interrupted rotation, the key that will replace the role's. */
export async function prepareNextKey(folder: string, role: TufRole): Promise<Signer> {
  const waiting = await readKey(nextKeyFile(folder, role));
  return waiting ? toSigner(waiting) : createKey(nextKeyFile(folder, role));
}

/** Ends a rotation: the old private key is gone afterwards. */
export const adoptNextKey = (folder: string, role: TufRole): Promise<void> =>
  rename(nextKeyFile(folder, role), keyFile(folder, role));

/**
 * The signer that `root` trusts for `role`. Looks at the waiting key too, because a rotation may have been
 * killed between publishing the new root and adopting the key.
 * @throws PublishError `key-missing`, `key-not-trusted`
 */
export async function loadSigner(folder: string, role: TufRole, root: Root): Promise<Signer> {
  const found = [await readKey(keyFile(folder, role)), await readKey(nextKeyFile(folder, role))];
  const signers = found.filter((key) => key !== undefined).map(toSigner);
  if (signers.length === 0) throw new PublishError("key-missing", { role, folder });
  const trusted = signers.find((signer) => root.roles[role]?.keyIDs.includes(signer.key.keyID));
  if (!trusted) throw new PublishError("key-not-trusted", { role, folder });
  return trusted;
}

/** The signers of a whole publication. */
export async function loadSigners(
  folder: string,
  root: Root,
): Promise<Record<ReleaseRole, readonly [Signer]>> {
  return {
    targets: [await loadSigner(folder, "targets", root)],
    snapshot: [await loadSigner(folder, "snapshot", root)],
    timestamp: [await loadSigner(folder, "timestamp", root)],
  };
}

async function createKey(file: string): Promise<Signer> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  await writeFileAtomic(file, Buffer.from(pem), 0o600);
  return toSigner(privateKey);
}

async function readKey(file: string): Promise<KeyObject | undefined> {
  try {
    return createPrivateKey(await readFile(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function toSigner(privateKey: KeyObject): Signer {
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  const publicHex = Buffer.from(x ?? "", "base64url").toString("hex");
  const key = new Key({
    keyID: keyId(publicHex),
    keyType: "ed25519",
    scheme: "ed25519",
    keyVal: { public: publicHex },
  });
  return {
    key,
    sign: (data) => new Signature({ keyID: key.keyID, sig: sign(null, data, privateKey).toString("hex") }),
  };
}

/** TUF 1.0 §4.2.3.1: SHA-256 of the key's canonical JSON; sorted as written here and pure ASCII, so it is one. */
const keyId = (publicHex: string): string =>
  createHash("sha256")
    .update(JSON.stringify({ keytype: "ed25519", keyval: { public: publicHex }, scheme: "ed25519" }))
    .digest("hex");

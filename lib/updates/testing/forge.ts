import { createHash } from "node:crypto";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  Metadata,
  MetadataKind,
  MetaFile,
  type Root,
  type Snapshot,
  type Targets,
  type Timestamp,
} from "@tufjs/models";
import { loadSigner, type Signer } from "../publish/keys";
import { metadataFile, metadataFolder } from "../publish/layout";
import type { Publisher } from "../publish/publisher";
import { newestRootVersion } from "../publish/repository";
import type { TufRole } from "../publish/roles";

/** The key that signs for `role` today: what an attacker has who stole it. */
export async function stolenKey(publisher: Publisher, role: TufRole): Promise<Signer> {
  const version = await newestRootVersion(publisher.repository);
  const json = await readFile(metadataFile(publisher.repository, "root", version), "utf8");
  const root = Metadata.fromJSON(MetadataKind.Root, JSON.parse(json));
  return loadSigner(publisher.keys, role, root.signed);
}

/**
 * Puts metadata where the mirror serves it, whoever signed.
 * @returns what the metadata above has to say about it
 */
export async function serveMetadata(
  publisher: Publisher,
  role: TufRole,
  signed: Root | Targets | Snapshot | Timestamp,
  signers: readonly Signer[],
): Promise<MetaFile> {
  return serveJson(publisher, role, signed.version, signedJson(signed, signers));
}

export function signedJson(signed: Root | Targets | Snapshot | Timestamp, signers: readonly Signer[]) {
  const metadata = new Metadata(signed);
  for (const signer of signers) metadata.sign((data) => signer.sign(data));
  return metadata.toJSON() as { signatures: { keyid: string; sig: string }[] };
}

export async function serveJson(
  publisher: Publisher,
  role: TufRole,
  version: number,
  json: object,
): Promise<MetaFile> {
  const bytes = Buffer.from(JSON.stringify(json));
  await writeFile(metadataFile(publisher.repository, role, version), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return new MetaFile({ version, length: bytes.length, hashes: { sha256 } });
}

/** What a mirror serves at this moment, so that an attacker, or its owner, can serve it again. */
export async function remember(publisher: Publisher): Promise<{ serveAgain(names?: RegExp): Promise<void> }> {
  const kept = path.join(
    publisher.repository,
    "..",
    `kept-${(await readdir(path.join(publisher.repository, ".."))).length}`,
  );
  await cp(metadataFolder(publisher.repository), kept, { recursive: true });
  return {
    async serveAgain(names = /./) {
      for (const name of (await readdir(kept)).filter((file) => names.test(file))) {
        await cp(path.join(kept, name), path.join(metadataFolder(publisher.repository), name));
      }
    },
  };
}

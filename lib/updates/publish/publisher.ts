import { createHash } from "node:crypto";
import {
  type Key,
  Metadata,
  MetaFile,
  Root,
  Snapshot,
  type TargetFile,
  Targets,
  Timestamp,
} from "@tufjs/models";
import { MANIFEST_TARGET, type Manifest, parseManifest } from "../manifest";
import { writeFileAtomic } from "./atomic-file";
import { PublishError } from "./failure";
import type { Signer } from "./keys";
import { metadataFile } from "./layout";
import type { RepositoryState } from "./repository";
import { expiresAt, type LifetimeDays, type ReleaseRole, TUF_ROLES, type TufRole } from "./roles";
import { storeTarget } from "./target-store";

const SPEC_VERSION = "1.0.31";

/** Where to publish, with whose keys, and for how long. */
export interface Publisher {
  repository: string;
  /** Folder of the private keys. */
  keys: string;
  now: Date;
  lifetimeDays: LifetimeDays;
}

/** Who signs: usually one key per role, two while a role changes its key. */
export type Signers<Role extends ReleaseRole = ReleaseRole> = Record<Role, readonly Signer[]>;

/** The versions a publication continues from; all 0 for the first. */
export interface PublishedVersions {
  targets: number;
  snapshot: number;
  timestamp: number;
}

export const versionsOf = (state: RepositoryState): PublishedVersions => ({
  targets: state.targets.signed.version,
  snapshot: state.snapshot.signed.version,
  timestamp: state.timestamp.signed.version,
});

/**
 * Publishes a catalogue. The order makes it atomic for a client of the live folder: new files first, then the
 * metadata that names them, the timestamp last; a publication killed half way was never published.
 * @param targetFiles every target but the manifest
 * @throws PublishError `manifest-refused`
 */
export async function publishCatalogue(
  publisher: Publisher,
  signers: Signers,
  from: PublishedVersions,
  manifest: Manifest,
  targetFiles: Record<string, TargetFile>,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(manifest));
  const check = parseManifest(bytes);
  if (!check.ok)
    throw new PublishError("manifest-refused", {
      reason: `${check.code} ${JSON.stringify(check.params ?? {})}`,
    });
  const manifestTarget = await storeTarget(publisher.repository, MANIFEST_TARGET, once(bytes));
  await publishTargets(publisher, signers, from, { ...targetFiles, [MANIFEST_TARGET]: manifestTarget });
}

/** Signs the list of targets, and everything that leads to it. */
export async function publishTargets(
  publisher: Publisher,
  signers: Signers,
  from: PublishedVersions,
  targets: Record<string, TargetFile>,
): Promise<void> {
  const signed = new Targets({ ...header(publisher, "targets", from.targets + 1), targets });
  const meta = await writeMetadata(publisher, signers.targets, "targets", new Metadata(signed));
  await publishSnapshot(publisher, signers, from, meta);
}

export async function publishSnapshot(
  publisher: Publisher,
  signers: Signers<"snapshot" | "timestamp">,
  from: PublishedVersions,
  targetsMeta: MetaFile,
): Promise<void> {
  const signed = new Snapshot({
    ...header(publisher, "snapshot", from.snapshot + 1),
    meta: { "targets.json": targetsMeta },
  });
  const meta = await writeMetadata(publisher, signers.snapshot, "snapshot", new Metadata(signed));
  await publishTimestamp(publisher, signers, from, meta);
}

export async function publishTimestamp(
  publisher: Publisher,
  signers: Signers<"timestamp">,
  from: PublishedVersions,
  snapshotMeta: MetaFile,
): Promise<void> {
  const signed = new Timestamp({ ...header(publisher, "timestamp", from.timestamp + 1), snapshotMeta });
  await writeMetadata(publisher, signers.timestamp, "timestamp", new Metadata(signed));
}

/** Publishes a root that trusts the given keys, one per role. */
export async function publishRoot(
  publisher: Publisher,
  signers: readonly Signer[],
  version: number,
  trusted: Record<TufRole, Key>,
): Promise<void> {
  const root = new Root({ ...header(publisher, "root", version), consistentSnapshot: true });
  for (const role of TUF_ROLES) root.addKey(trusted[role], role);
  await writeMetadata(publisher, signers, "root", new Metadata(root));
}

/** The key each role signs with under `root`. */
export function trustedKeys(root: Root): Record<TufRole, Key> {
  const keyOf = (role: TufRole): Key => {
    const key = root.keys[root.roles[role]?.keyIDs[0] ?? ""];
    if (!key)
      throw new PublishError("repository-damaged", { file: "root.json", reason: `it has no ${role} key` });
    return key;
  };
  return {
    root: keyOf("root"),
    targets: keyOf("targets"),
    snapshot: keyOf("snapshot"),
    timestamp: keyOf("timestamp"),
  };
}

function header(publisher: Publisher, role: TufRole, version: number) {
  return {
    version,
    specVersion: SPEC_VERSION,
    expires: expiresAt(publisher.now, publisher.lifetimeDays[role]),
  };
}

/** @returns what the metadata above says about the file written */
async function writeMetadata(
  publisher: Publisher,
  signers: readonly Signer[],
  role: TufRole,
  metadata: Metadata<Root | Targets | Snapshot | Timestamp>,
): Promise<MetaFile> {
  for (const signer of signers) metadata.sign((data) => signer.sign(data));
  const { version } = metadata.signed;
  const bytes = Buffer.from(JSON.stringify(metadata.toJSON()));
  await writeFileAtomic(metadataFile(publisher.repository, role, version), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return new MetaFile({ version, length: bytes.byteLength, hashes: { sha256 } });
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

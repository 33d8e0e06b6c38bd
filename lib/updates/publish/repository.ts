import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import {
  Metadata,
  MetadataKind,
  type MetaFile,
  type Root,
  type Snapshot,
  type Targets,
  type Timestamp,
} from "@tufjs/models";
import { MANIFEST_TARGET, type Manifest, parseManifest } from "../manifest";
import { PublishError } from "./failure";
import { metadataFile, metadataFolder, targetFile } from "./layout";

/** What a repository holds now, every signature checked down from its root. */
export interface RepositoryState {
  root: Metadata<Root>;
  timestamp: Metadata<Timestamp>;
  snapshot: Metadata<Snapshot>;
  /** What the snapshot says about the targets metadata. */
  targetsMeta: MetaFile;
  targets: Metadata<Targets>;
  manifest: Manifest;
}

/**
 * Reads a repository the way a client would, expiry aside: a publisher must not put a fresh signature on
 * something that somebody else changed.
 * @throws PublishError `repository-missing`, `repository-damaged`
 */
export async function readRepository(repository: string): Promise<RepositoryState> {
  const root = await readRoot(repository);
  const timestamp = await read(
    metadataFile(repository, "timestamp", 0),
    (json) => Metadata.fromJSON(MetadataKind.Timestamp, json),
    (metadata) => root.verifyDelegate("timestamp", metadata),
  );
  const snapshotMeta = timestamp.signed.snapshotMeta;
  const snapshot = await read(
    metadataFile(repository, "snapshot", snapshotMeta.version),
    (json) => Metadata.fromJSON(MetadataKind.Snapshot, json),
    (metadata, bytes) => {
      snapshotMeta.verify(bytes);
      root.verifyDelegate("snapshot", metadata);
    },
  );
  const targetsMeta = snapshot.signed.meta["targets.json"];
  if (!targetsMeta)
    return damaged(metadataFile(repository, "snapshot", snapshotMeta.version), "it names no targets.json");
  const targets = await read(
    metadataFile(repository, "targets", targetsMeta.version),
    (json) => Metadata.fromJSON(MetadataKind.Targets, json),
    (metadata, bytes) => {
      targetsMeta.verify(bytes);
      root.verifyDelegate("targets", metadata);
    },
  );
  const manifest = await readManifest(repository, targets);
  return { root, timestamp, snapshot, targetsMeta, targets, manifest };
}

/** Version of the newest root, 0 where there is no repository. */
export async function newestRootVersion(repository: string): Promise<number> {
  const names = await readdir(metadataFolder(repository)).catch(() => []);
  const versions = names.map((name) => Number(/^(\d+)\.root\.json$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...versions);
}

async function readRoot(repository: string): Promise<Metadata<Root>> {
  const version = await newestRootVersion(repository);
  if (version === 0) throw new PublishError("repository-missing", { folder: repository });
  return read(
    metadataFile(repository, "root", version),
    (json) => Metadata.fromJSON(MetadataKind.Root, json),
    (metadata) => metadata.verifyDelegate("root", metadata),
  );
}

async function readManifest(repository: string, targets: Metadata<Targets>): Promise<Manifest> {
  const sha256 = targets.signed.targets[MANIFEST_TARGET]?.hashes.sha256;
  const file = targetFile(repository, MANIFEST_TARGET, sha256 ?? "");
  const bytes = await readFile(file).catch((cause) => damaged(file, cause));
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) damaged(file, "its hash is another one");
  const manifest = parseManifest(bytes);
  return manifest.ok
    ? manifest.value
    : damaged(file, `${manifest.code} ${JSON.stringify(manifest.params ?? {})}`);
}

async function read<T>(
  file: string,
  fromJson: (json: Parameters<typeof Metadata.fromJSON>[1]) => T,
  verify: (metadata: T, bytes: Buffer) => void,
): Promise<T> {
  try {
    const bytes = await readFile(file);
    const metadata = fromJson(JSON.parse(bytes.toString("utf8")));
    verify(metadata, bytes);
    return metadata;
  } catch (error) {
    return damaged(file, error);
  }
}

function damaged(file: string, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new PublishError("repository-damaged", { file, reason }, { cause });
}

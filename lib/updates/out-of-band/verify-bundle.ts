import { createHash } from "node:crypto";
import { Metadata, MetadataKind, type Root, type Targets } from "@tufjs/models";
import { listArchive, readFromArchive } from "@/lib/archive/list-archive";
import type { ArchiveQuota } from "@/lib/archive/model";
import type { CatalogueFile, CatalogueUpdate } from "../catalogue/read-catalogue";
import { MANIFEST_TARGET, type ManifestEntry, manifestEntrySchema } from "../manifest";
import { HotfixError } from "./failure";
import { HOTFIX_BYTES_MAX } from "./model";

/** The signed list of what the archive holds: TUF targets metadata. */
export const BUNDLE_FILE = "bundle.json";
/** The target that describes the update, as an entry of the catalogue's manifest does. */
export const ENTRY_TARGET = "out-of-band.json";
export const TARGETS_FOLDER = "targets/";

const METADATA_BYTES_MAX = 8 * 1024 * 1024;
const ENTRY_BYTES_MAX = 1024 * 1024;

export const HOTFIX_QUOTA: ArchiveQuota = {
  entries: 10_002,
  totalBytes: HOTFIX_BYTES_MAX,
  entryBytes: HOTFIX_BYTES_MAX,
  ratio: 200,
};

interface Vouched {
  bytes: number;
  sha256: string;
}

/** A bundle whose signed list was believed; the content of its files is verified when they are unpacked. */
export interface VerifiedBundle extends CatalogueUpdate {
  /** Every file below `targets/`, by target name. */
  targets: Map<string, Vouched>;
}

/**
 * Believes the list of a hotfix archive if the targets role of `root` signed it, and refuses an archive that holds
 * more or less than the list.
 * @throws HotfixError, ArchiveError
 */
export async function verifyBundle({
  file,
  root,
  now,
  signal,
}: {
  file: string;
  root: Metadata<Root>;
  now: Date;
  signal: AbortSignal;
}): Promise<VerifiedBundle> {
  const read = (entryPath: string, maxBytes: number) =>
    readFromArchive({ file, entryPath, maxBytes, quota: HOTFIX_QUOTA, signal });
  const listed = await listArchive({ file, quota: HOTFIX_QUOTA });
  const metadata = await read(BUNDLE_FILE, METADATA_BYTES_MAX);
  if (!metadata) throw new HotfixError("hotfix-not-a-bundle", { file: BUNDLE_FILE });
  const targets = vouchedTargets(verifySignature(metadata, root, now));

  const held = new Map(listed.map(({ path, bytes }) => [path, bytes]));
  held.delete(BUNDLE_FILE);
  for (const [name, { bytes }] of targets) {
    const path = TARGETS_FOLDER + name;
    if (!held.has(path)) throw new HotfixError("hotfix-file-missing", { path });
    if (held.get(path) !== bytes) throw new HotfixError("hotfix-length-mismatch", { path });
    held.delete(path);
  }
  for (const path of held.keys()) throw new HotfixError("hotfix-file-unlisted", { path });

  const described = await read(TARGETS_FOLDER + ENTRY_TARGET, ENTRY_BYTES_MAX);
  if (!described || sha256Of(described) !== targets.get(ENTRY_TARGET)?.sha256)
    throw new HotfixError("hotfix-hash-mismatch", { path: TARGETS_FOLDER + ENTRY_TARGET });
  const entry = parseEntry(described);
  const files = entry.files.map((named) => vouchedFile(named, targets));
  const used = new Set([ENTRY_TARGET, ...files.map(({ targetPath }) => targetPath)]);
  for (const name of targets.keys())
    if (!used.has(name)) throw new HotfixError("hotfix-file-unlisted", { path: name });
  return { entry, files, targets };
}

/** TUF 1.0 §5.6: signatures of the threshold, type, expiry. */
function verifySignature(bytes: Buffer, root: Metadata<Root>, now: Date): Targets {
  let metadata: Metadata<Targets>;
  try {
    metadata = Metadata.fromJSON(MetadataKind.Targets, JSON.parse(bytes.toString("utf8")));
  } catch (cause) {
    throw new HotfixError("hotfix-not-a-bundle", { file: BUNDLE_FILE }, { cause });
  }
  try {
    root.verifyDelegate("targets", metadata);
  } catch (cause) {
    throw new HotfixError("hotfix-signature-invalid", {}, { cause });
  }
  const { signed } = metadata;
  if (signed.isExpired(now)) throw new HotfixError("hotfix-expired", { expires: signed.expires });
  // The catalogue's own list is signed by the same keys: it must not be passed off as a bundle, and no bundle as it.
  if (MANIFEST_TARGET in signed.targets || !(ENTRY_TARGET in signed.targets) || signed.delegations)
    throw new HotfixError("hotfix-not-a-bundle", { file: BUNDLE_FILE });
  return signed;
}

function vouchedTargets(signed: Targets): Map<string, Vouched> {
  const targets = Object.entries(signed.targets).map(([name, { length, hashes }]): [string, Vouched] => {
    const { sha256 } = hashes;
    if (!sha256 || !/^[0-9a-f]{64}$/.test(sha256))
      throw new HotfixError("hotfix-entry-invalid", { path: name });
    return [name, { bytes: length, sha256 }];
  });
  return new Map(targets);
}

const sha256Of = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

function parseEntry(bytes: Buffer): ManifestEntry {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new HotfixError("hotfix-entry-invalid", { path: ENTRY_TARGET }, { cause });
  }
  const parsed = manifestEntrySchema.safeParse(json);
  if (!parsed.success)
    throw new HotfixError("hotfix-entry-invalid", { path: parsed.error.issues[0]?.path.join(".") ?? "" });
  return parsed.data;
}

function vouchedFile(named: ManifestEntry["files"][number], targets: Map<string, Vouched>): CatalogueFile {
  const target = targets.get(named.target);
  if (!target) throw new HotfixError("hotfix-file-missing", { path: named.target });
  return { path: named.path, kind: named.kind, targetPath: named.target, ...target };
}

import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { Metadata, type TargetFile, Targets } from "@tufjs/models";
import { type PackedFile, writeArchive } from "@/lib/archive/write-archive";
import { INSTALL_MAP } from "../installation/install-map";
import { UPDATE_MAP_ARCHIVE } from "../installation/update-map";
import type { PackageFile } from "../installation/write-maps";
import { type ManifestEntry, REDIST_FOLDER } from "../manifest";
import { HOTFIX_FILE_NAME } from "../out-of-band/model";
import { BUNDLE_FILE, ENTRY_TARGET, TARGETS_FOLDER } from "../out-of-band/verify-bundle";
import { mapFile, type NewUpdate } from "./add-update";
import { openPendingFile } from "./atomic-file";
import { parseEntry } from "./entry-file";
import { PublishError } from "./failure";
import { loadSigner } from "./keys";
import { targetFile, targetNameOf } from "./layout";
import type { Publisher } from "./publisher";
import { readRepository } from "./repository";
import { expiresAt } from "./roles";
import { type SourceFile, storeTarget } from "./target-store";

const SPEC_VERSION = "1.0.31";

/**
 * Writes a hotfix archive: an update outside the catalogue, signed by the catalogue's targets key, to be imported
 * by hierarchies that trust the same root (reference/updates.md §19).
 * @param out the archive, named `<Product>-<version>-<KB>-ConfigMgr.Update.zip`
 * @throws PublishError `entry-invalid`, `hotfix-name-invalid`, and those of reading the repository and its keys
 */
export async function exportHotfix(
  publisher: Publisher,
  { facts, files, out, writeMaps }: Omit<NewUpdate, "replace"> & { out: string },
): Promise<ManifestEntry> {
  if (!HOTFIX_FILE_NAME.test(path.basename(out)))
    throw new PublishError("hotfix-name-invalid", { file: out });
  const missingMaps = writeMaps
    ? [INSTALL_MAP, UPDATE_MAP_ARCHIVE].filter((map) => files.every((file) => file.path !== map))
    : [];
  const entry = parseEntry({
    ...facts,
    files: [...files.map((file) => file.path), ...missingMaps].map((name) => ({
      path: name,
      kind: name.startsWith(`${REDIST_FOLDER}/`) ? "redist" : "payload",
      target: targetNameOf(facts.packageGuid, name),
    })),
  });
  const { root } = await readRepository(publisher.repository);
  const signer = await loadSigner(publisher.keys, "targets", root.signed);
  // Copied first: what is signed is what is packed, also when the source changes meanwhile.
  const work = await mkdtemp(path.join(path.dirname(path.resolve(out)), ".hotfix-"));
  try {
    const targets: Record<string, TargetFile> = {};
    const stored: PackageFile[] = [];
    const store = async (file: SourceFile) => {
      const name = targetNameOf(facts.packageGuid, file.path);
      const target = await storeTarget(work, name, file.open());
      targets[name] = target;
      stored.push({ path: file.path, bytes: target.length, sha256: target.hashes.sha256 ?? "" });
    };
    for (const file of files) await store(file);
    const payload = [...stored];
    for (const map of missingMaps) await store(mapFile(map, entry, payload));
    targets[ENTRY_TARGET] = await storeTarget(work, ENTRY_TARGET, once(Buffer.from(JSON.stringify(entry))));
    const expires = expiresAt(publisher.now, publisher.lifetimeDays.targets);
    const metadata = new Metadata(new Targets({ version: 1, specVersion: SPEC_VERSION, expires, targets }));
    metadata.sign((data) => signer.sign(data));
    await writeFile(out, [...packedTargets(work, targets), packedBundle(metadata)]);
    return entry;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const packedTargets = (work: string, targets: Record<string, TargetFile>): PackedFile[] =>
  Object.entries(targets).map(([name, { length, hashes }]) => ({
    path: TARGETS_FOLDER + name,
    bytes: length,
    open: () => createReadStream(targetFile(work, name, hashes.sha256 ?? "")),
  }));

function packedBundle(metadata: Metadata<Targets>): PackedFile {
  const bytes = Buffer.from(JSON.stringify(metadata.toJSON()));
  return { path: BUNDLE_FILE, bytes: bytes.byteLength, open: () => once(bytes) };
}

async function writeFile(out: string, files: readonly PackedFile[]): Promise<void> {
  const pending = await openPendingFile(path.dirname(path.resolve(out)));
  try {
    for await (const chunk of writeArchive(files)) await pending.write(chunk);
  } catch (error) {
    await pending.discard();
    throw error;
  }
  await pending.commit(path.resolve(out));
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

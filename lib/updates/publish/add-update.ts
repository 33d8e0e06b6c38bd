import { INSTALL_MAP } from "../installation/install-map";
import { UPDATE_MAP_ARCHIVE } from "../installation/update-map";
import { buildUpdateMap, type PackageFile, packInstallMap, packUpdateMap } from "../installation/write-maps";
import { type ManifestEntry, type ManifestEntryFacts, REDIST_FOLDER } from "../manifest";
import { parseEntry } from "./entry-file";
import { PublishError } from "./failure";
import { loadSigners } from "./keys";
import { targetNameOf } from "./layout";
import { type Publisher, publishCatalogue, versionsOf } from "./publisher";
import { readRepository } from "./repository";
import { withRepositoryLock } from "./repository-lock";
import { type SourceFile, storeTarget } from "./target-store";
import { targetsOfOtherPackages } from "./targets-of-other-packages";

export interface NewUpdate {
  facts: ManifestEntryFacts;
  files: readonly SourceFile[];
  /** Publish anew a package that is already there. */
  replace?: boolean;
  /** Write the list of files and the list of steps that an installation follows, where `files` has none. */
  writeMaps?: boolean;
}

/**
 * Publishes an update: its files become targets, its entry joins the manifest.
 * @returns the entry as published
 * @throws PublishError `entry-invalid`, `package-exists`, and those of reading the repository and its keys
 */
export async function addUpdate(publisher: Publisher, update: NewUpdate): Promise<ManifestEntry> {
  const missingMaps = update.writeMaps
    ? [INSTALL_MAP, UPDATE_MAP_ARCHIVE].filter((map) => update.files.every(({ path }) => path !== map))
    : [];
  const entry = parseEntry({
    ...update.facts,
    files: [...update.files.map(({ path }) => path), ...missingMaps].map((path) => ({
      path,
      kind: path.startsWith(`${REDIST_FOLDER}/`) ? "redist" : "payload",
      target: targetNameOf(update.facts.packageGuid, path),
    })),
  });
  return withRepositoryLock(publisher.repository, async () => {
    const state = await readRepository(publisher.repository);
    const others = state.manifest.updates.filter((other) => other.packageGuid !== entry.packageGuid);
    if (others.length < state.manifest.updates.length && !update.replace)
      throw new PublishError("package-exists", { packageGuid: entry.packageGuid });
    // Keys before gigabytes: a missing one is said at once.
    const signers = await loadSigners(publisher.keys, state.root.signed);

    const targets = targetsOfOtherPackages(state, entry.packageGuid);
    const store = async (file: SourceFile): Promise<PackageFile> => {
      const target = targetNameOf(entry.packageGuid, file.path);
      const stored = await storeTarget(publisher.repository, target, file.open());
      targets[target] = stored;
      return { path: file.path, bytes: stored.length, sha256: stored.hashes.sha256 ?? "" };
    };
    const stored: PackageFile[] = [];
    for (const file of update.files) stored.push(await store(file));
    for (const map of missingMaps) await store(mapFile(map, entry, stored));
    const manifest = {
      ...state.manifest,
      published: publisher.now.toISOString(),
      updates: [...others, entry],
    };
    await publishCatalogue(publisher, signers, versionsOf(state), manifest, targets);
    return entry;
  });
}

/** A map written from what was just stored, so that each file is read only once. */
export const mapFile = (path: string, entry: ManifestEntry, stored: readonly PackageFile[]): SourceFile => ({
  path,
  async *open() {
    yield path === INSTALL_MAP ? packInstallMap() : await packUpdateMap(buildUpdateMap(entry, stored));
  },
});

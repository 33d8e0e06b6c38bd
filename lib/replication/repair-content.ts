import { type ContentLibrary, contentName } from "@/lib/content-library/content-library";
import type { ContentManifest, MissingPieces } from "@/lib/content-library/model";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { FileExchangePeer } from "@/lib/file-exchange/open-peer";
import { pullContent } from "@/lib/file-exchange/pull-content";
import { openContentSource, STREAMS } from "./content-source";
import type { Distribution } from "./distribution";
import { ReplicationError } from "./failure";
import { parentSiteOf } from "./parent-site";
import { openPayloadSource } from "./payload-source";
import { copyFiles } from "./take-snapshot";

interface Look {
  library: ContentLibrary;
  look(manifest: ContentManifest): Promise<MissingPieces[]>;
  /** Told what is wrong before it is replaced. */
  onDamaged(missing: readonly MissingPieces[]): void;
}

/**
 * Looks at the stored content of a version and replaces the damaged or missing pieces, and only those: from the
 * parent site, or at the top-level site from the payload of the server that holds the role.
 * @throws what the source throws; and ReplicationError `stored-content-damaged` when the replaced pieces do not last
 */
export async function repairContent(
  thread: ThreadContext,
  row: Distribution,
  { library, look, onDamaged }: Look,
): Promise<void> {
  const parent = await parentSiteOf(thread);
  const stored = await readStored(library, row);
  const missing = stored ? await look(stored) : null;
  if (missing?.length === 0) return;
  onDamaged(missing ?? []);
  const { signal } = thread;
  if (parent === null) await repairFromPayload(thread, row, library, stored, missing);
  else {
    const source = await openContentSource(thread, parent);
    try {
      const manifest = await source.manifest(library, row, signal);
      const lacking = missing ?? (await look(manifest));
      // Without its manifest nobody could tell.
      if (!missing && lacking.length > 0) onDamaged(lacking);
      await source.pull(library, manifest, lacking, { signal, onBytes: () => {} });
    } finally {
      source.close();
    }
  }
  const manifest = await readStored(library, row);
  const left = manifest ? await look(manifest) : [];
  if (!manifest || left.length > 0)
    throw new ReplicationError("stored-content-damaged", { pieces: Math.max(1, left.length) });
}

async function repairFromPayload(
  thread: ThreadContext,
  row: Distribution,
  library: ContentLibrary,
  manifest: ContentManifest | null,
  missing: readonly MissingPieces[] | null,
): Promise<void> {
  const { signal } = thread;
  if (!manifest || !missing) {
    // Without its manifest the library does not know the version; the same files make the same one.
    const files = await copyFiles(thread, row, { library, signal, onBytes: () => {} });
    await library.writeManifest({ packageId: row.packageId, version: row.version, files });
    return;
  }
  const payload = await openPayloadSource(thread, row.packageGuid);
  try {
    const peer = byContentName(payload, manifest);
    await pullContent({ peer, library, manifest, missing, signal, streams: STREAMS });
  } finally {
    payload.close();
  }
}

/** The payload knows its files by their paths, a pull asks for them by their hashes. */
function byContentName(payload: FileExchangePeer, manifest: ContentManifest): FileExchangePeer {
  const paths = new Map(manifest.files.map((file) => [contentName(file.sha256), file.path]));
  return {
    ...payload,
    readRange: (request) => payload.readRange({ ...request, path: paths.get(request.path) ?? request.path }),
  };
}

/** Null when it is missing or is another than the database names. */
const readStored = (
  library: ContentLibrary,
  { packageId, version, manifestSha256 }: Distribution,
): Promise<ContentManifest | null> =>
  manifestSha256 === null
    ? Promise.resolve(null)
    : library.readManifest(packageId, version, manifestSha256).catch(() => null);

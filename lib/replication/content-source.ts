import type { ContentLibrary } from "@/lib/content-library/content-library";
import type { ContentManifest, MissingPieces } from "@/lib/content-library/model";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { openPeer } from "@/lib/file-exchange/open-peer";
import { ensureManifest, pullContent } from "@/lib/file-exchange/pull-content";
import { type Distribution, siteServerOf } from "./distribution";
import { ReplicationError } from "./failure";

/** Pieces of one site on the wire at the same time. */
export const STREAMS = 4;

/** The content library of another site. */
export interface ContentSource {
  /** What the version consists of, from this library when it knows it already. */
  manifest(library: ContentLibrary, row: Distribution, signal: AbortSignal): Promise<ContentManifest>;
  /** Fetches exactly the missing pieces. */
  pull(
    library: ContentLibrary,
    manifest: ContentManifest,
    missing: readonly MissingPieces[],
    options: { signal: AbortSignal; onBytes(total: number): void },
  ): Promise<void>;
  close(): void;
}

/**
 * Opens the content library of a site.
 * @throws ReplicationError `source-server-unknown`, and what the file exchange throws
 */
export async function openContentSource(thread: ThreadContext, siteCode: string): Promise<ContentSource> {
  const serverId = await siteServerOf(thread.db, siteCode);
  if (!serverId) throw new ReplicationError("source-server-unknown", { server: siteCode });
  const peer = await openPeer(thread, serverId);
  return {
    async manifest(library, { packageId, version, manifestSha256 }, signal) {
      if (!manifestSha256) throw new ReplicationError("source-incomplete", { path: packageId });
      return ensureManifest({ peer, library, signal }, { packageId, version, sha256: manifestSha256 });
    },
    pull: (library, manifest, missing, { signal, onBytes }) =>
      pullContent({
        peer,
        library,
        manifest,
        missing,
        signal,
        streams: STREAMS,
        onProgress: ({ bytesDone }) => onBytes(bytesDone),
      }),
    close: () => peer.close(),
  };
}

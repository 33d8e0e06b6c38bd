import { ContentError } from "@/lib/content-library/content-error";
import { type ContentLibrary, contentName, manifestName } from "@/lib/content-library/content-library";
import { decodeManifest, MAX_MANIFEST_BYTES, pieceRange } from "@/lib/content-library/manifest";
import type { ContentFile, ContentManifest, MissingPieces } from "@/lib/content-library/model";
import type { PieceWriter } from "@/lib/content-library/piece-writer";
import { pieceBuffer } from "@/lib/content-library/pieces";
import { TransferRate } from "@/lib/updates/download/rate";
import { FileExchangeError } from "./exchange-error";
import type { FileExchangePeer } from "./open-peer";

/** Which manifest, by what the database knows of it. */
export interface ManifestRef {
  packageId: string;
  version: number;
  /** Hex. */
  sha256: string;
}

export interface PullProgress {
  /** Stored, and of pieces that are arriving; these count no more when they fail. */
  bytesDone: number;
  /** What was missing when the pull began. */
  bytesTotal: number;
  bytesPerSecond: number | null;
}

export interface PullRequest {
  peer: FileExchangePeer;
  library: ContentLibrary;
  manifest: ContentManifest;
  /** From `findMissing`. */
  missing: readonly MissingPieces[];
  signal: AbortSignal;
  /** Pieces on the wire at the same time, over all files together. */
  streams: number;
  onProgress?(progress: PullProgress): void;
}

/**
 * The manifest that the database names, from this library or, when it is missing or damaged here, from the peer.
 * @throws FileExchangeError `peer-content-damaged` when the peer's is another
 */
export async function ensureManifest(
  { peer, library, signal }: Pick<PullRequest, "peer" | "library" | "signal">,
  ref: ManifestRef,
): Promise<ContentManifest> {
  const { packageId, version, sha256 } = ref;
  const stored = await library.readManifest(packageId, version, sha256).catch((error) => {
    if (error instanceof ContentError && error.code === "manifest-damaged") return null;
    throw error;
  });
  if (stored) return stored;
  const path = manifestName(packageId, version);
  const text = await peer.readFile({ share: "ContentLib", path, maxBytes: MAX_MANIFEST_BYTES, signal });
  const manifest = await named(peer, path, async () => decodeManifest(text, ref));
  await library.writeManifest(manifest);
  return manifest;
}

/**
 * Fetches the missing pieces of a version by several streams. A piece is written when its hash fits, so that a kill
 * or an abort costs at most the piece each stream is fetching; `findMissing` knows what is left.
 * @throws FileExchangeError, ContentError, or the abort reason
 */
export async function pullContent(request: PullRequest): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal, failed.signal]);
  const pull = new Pull({ ...request, signal });
  const running = new Set<Promise<void>>();
  try {
    for (const [file, stretches] of pull.work()) {
      signal.throwIfAborted();
      // Files overlap: the streams of one that ends go on with the next.
      while (running.size >= request.streams) await Promise.race(running);
      const fetching = pull.file(file, stretches).catch((error) => {
        failed.abort(error);
      });
      const tracked: Promise<void> = fetching.finally(() => running.delete(tracked));
      running.add(tracked);
    }
  } finally {
    await Promise.all(running);
  }
  signal.throwIfAborted();
}

class Pull {
  private readonly rate = new TransferRate();
  private readonly bytesTotal: number;
  private bytesDone = 0;
  /** One for each stream, used again and again: memory that comes and goes costs more than the bytes themselves. */
  private readonly free: Buffer<ArrayBuffer>[];
  private readonly waiting: ((buffer: Buffer<ArrayBuffer>) => void)[] = [];

  constructor(private readonly request: PullRequest) {
    this.bytesTotal = request.missing.reduce((sum, { bytes }) => sum + bytes, 0);
    this.free = Array.from({ length: request.streams }, () => pieceBuffer(this.bytesTotal));
  }

  *work(): Generator<[ContentFile, MissingPieces[]]> {
    const files = new Map(this.request.manifest.files.map((file) => [file.sha256, file]));
    for (const [sha256, stretches] of Map.groupBy(this.request.missing, (stretch) => stretch.sha256)) {
      const file = files.get(sha256);
      if (!file) throw new Error("the manifest does not name what is missing");
      yield [file, stretches];
    }
  }

  async file(file: ContentFile, stretches: readonly MissingPieces[]): Promise<void> {
    const { library, streams } = this.request;
    const indexes = stretches
      .flatMap(({ firstPiece, pieceCount }) => Array.from({ length: pieceCount }, (_, at) => firstPiece + at))
      .values();
    await library.completeFile(file, async (writer) => {
      const stopped = new AbortController();
      const settled = await Promise.allSettled(
        Array.from({ length: streams }, async () => {
          try {
            for (const index of indexes) await this.piece(writer, file, index, stopped.signal);
          } catch (error) {
            stopped.abort(error);
            throw error;
          }
        }),
      );
      stopped.signal.throwIfAborted();
      for (const result of settled) if (result.status === "rejected") throw result.reason;
    });
  }

  private async piece(writer: PieceWriter, file: ContentFile, index: number, stopped: AbortSignal) {
    const buffer = await this.stream();
    let arrived = 0;
    const progress = (bytes: number) => {
      arrived += bytes;
      this.progress(bytes);
    };
    try {
      const signal = AbortSignal.any([this.request.signal, stopped]);
      signal.throwIfAborted();
      const { peer } = this.request;
      const range = pieceRange(file.bytes, index);
      const path = contentName(file.sha256);
      const data = await peer.readRange({
        share: "ContentLib",
        path,
        ...range,
        signal,
        into: buffer,
        onReceived: progress,
      });
      await named(peer, file.path, () => writer.write(index, data));
      progress(data.length - arrived);
    } catch (error) {
      progress(-arrived);
      throw error;
    } finally {
      this.release(buffer);
    }
  }

  private progress(bytes: number): void {
    if (bytes === 0) return;
    this.bytesDone += bytes;
    const { bytesDone, bytesTotal } = this;
    const bytesPerSecond = this.rate.measure(performance.now(), bytesDone);
    this.request.onProgress?.({ bytesDone, bytesTotal, bytesPerSecond });
  }

  /** Waits until fewer than `streams` pieces of all files are on their way. @returns memory for one of them */
  private async stream(): Promise<Buffer<ArrayBuffer>> {
    return this.free.pop() ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  private release(buffer: Buffer<ArrayBuffer>): void {
    const next = this.waiting.shift();
    if (next) next(buffer);
    else this.free.push(buffer);
  }
}

/** Content that does not fit its hash came from the peer: the failure names it. */
async function named<T>(peer: FileExchangePeer, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ContentError) || !/-damaged$/.test(error.code)) throw error;
    throw new FileExchangeError("peer-content-damaged", { server: peer.server, path }, { cause: error });
  }
}

import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Wire } from "@/lib/connectivity/wire";
import { requireDiskSpace } from "./disk-space";
import { DownloadError, type DownloadErrorCode, onDisk } from "./failure";
import { FileTransfer } from "./file-transfer";
import { GroupCommit } from "./group-commit";
import { Hasher } from "./hasher";
import { Journal, type JournalRecord } from "./journal";
import type { ByteRange, PlannedFile } from "./plan";
import { type RangeTarget, receiveRange } from "./receive-range";
import { receiveWhole } from "./receive-whole";
import { JOURNAL_NAME } from "./safe-path";

export interface DownloadRequest {
  files: readonly PlannedFile[];
  /** Everything ends up below this folder. */
  folder: string;
  wire: Pick<Wire, "get">;
  /** Ranges on the wire at the same time, over all files together. */
  streams: number;
  /** Aborting ends the download soon and keeps what it has; calling again goes on from there. */
  signal: AbortSignal;
  /** Paths verified by an earlier run. */
  verified: ReadonlySet<string>;
  /** The server of this file, or a proxy on the way, does not send parts of it. */
  onOneStream?(file: PlannedFile): void;
  onStarted?(progress: DownloadProgress): void;
  /** The file is in its final place for good. */
  onVerified?(file: PlannedFile): Promise<void>;
  /** The file's content was refused and thrown away. */
  onDropped?(file: PlannedFile, error: DownloadError): Promise<void>;
}

/** Read at any time while the download runs. */
export interface DownloadProgress {
  /** With what is on its way to the disk. */
  bytesDone(): number;
  /** What the next run need not fetch again. */
  bytesKept(): number;
  perFile(): { path: string; bytesDone: number }[];
  /** All bytes are there and only digests are still missing. */
  verifying(): boolean;
}

/** Content that was refused is fetched anew this often before the download fails. */
const MAX_DROPS = 2;
const REFUSED_CONTENT: ReadonlySet<DownloadErrorCode> = new Set(["target-hash-mismatch", "content-changed"]);

/**
 * Fetches every file by parallel ranges, hashes while it writes, and believes nothing before the digest fits.
 * Killed at any moment it goes on where the journal says, and fetches at most one chunk per stream again; of a
 * file whose server does not send parts it fetches all again, and writes only what is missing.
 * @throws DownloadError, WireError, CloudRefusedError, or the abort reason
 */
export async function downloadFiles(request: DownloadRequest): Promise<void> {
  await onDisk(request.folder, mkdir(request.folder, { recursive: true }));
  const journalPath = path.join(request.folder, JOURNAL_NAME);
  const journal = await onDisk(JOURNAL_NAME, Journal.open(journalPath, request.files));
  const hasher = new Hasher();
  const transfers: FileTransfer[] = [];
  try {
    for (const [index, file] of request.files.entries()) {
      const trusted = request.verified.has(file.path);
      const options = { folder: request.folder, hasher, records: journal.records, trusted };
      transfers.push(await FileTransfer.open(index, file, options));
      request.signal.throwIfAborted();
    }
    const missingBytes = transfers.reduce((sum, t) => sum + t.file.bytes - t.bytesWritten, 0);
    await requireDiskSpace(request.folder, missingBytes);
    request.onStarted?.(progressOf(transfers));
    for (const transfer of transfers) if (transfer.verified) await request.onVerified?.(transfer.file);
    await new PackageTransfer(request, journal, transfers).run();
  } finally {
    await Promise.all(transfers.map((transfer) => transfer.close()));
    await hasher.close();
    await journal.close();
  }
  await rm(journalPath, { force: true });
}

/** The rounds of one download: usually one; another for files whose content was refused. */
class PackageTransfer {
  private readonly commits: GroupCommit<{ transfer: FileTransfer; record: JournalRecord }>;

  constructor(
    private readonly request: DownloadRequest,
    private readonly journal: Journal,
    private readonly transfers: readonly FileTransfer[],
  ) {
    this.commits = new GroupCommit(async (batch) => {
      // Data first, then the word about it: the journal never promises what the disk does not hold.
      const grown = [...new Set(batch.map(({ transfer }) => transfer))];
      await Promise.all(grown.map(({ file, handle }) => onDisk(file.path, handle.datasync())));
      const records = batch.map(({ record }) => record);
      await onDisk(JOURNAL_NAME, this.journal.append(records));
    });
  }

  async run(): Promise<void> {
    while (this.transfers.some((transfer) => !transfer.verified)) {
      for (const transfer of this.transfers) {
        transfer.inOneStream = false;
        transfer.countWholeRanges();
      }
      const round = new AbortController();
      const signal = AbortSignal.any([this.request.signal, round.signal]);
      const work = this.missingRanges();
      const settled = await Promise.allSettled([
        ...this.transfers.filter((t) => !t.verified && t.durable.complete).map((t) => this.finish(t)),
        ...Array.from({ length: this.request.streams }, () =>
          this.stream(work, signal).catch((error) => {
            round.abort(error);
            throw error;
          }),
        ),
      ]);
      this.request.signal.throwIfAborted();
      // The streams that were told to end report the failure that ended them: the same object.
      const failures = new Set(
        settled.flatMap((s) => (s.status === "rejected" ? [s.reason as unknown] : [])),
      );
      for (const error of failures) await this.dropOrThrow(error);
    }
  }

  private *missingRanges(): Generator<{ transfer: FileTransfer; range: ByteRange }> {
    for (const transfer of this.transfers) {
      if (transfer.verified) continue;
      for (const range of transfer.durable.missing()) {
        if (transfer.inOneStream) break;
        yield { transfer, range };
      }
    }
  }

  private async stream(
    work: Iterator<{ transfer: FileTransfer; range: ByteRange }>,
    signal: AbortSignal,
  ): Promise<void> {
    let confirmed: Promise<void> = Promise.resolve();
    const received = async (transfer: FileTransfer, range: ByteRange) => {
      transfer.markWritten(range.index);
      // At most this range waits for its record while the next is fetched: together one chunk.
      await confirmed;
      confirmed = this.confirm(transfer, range);
      confirmed.catch(() => {});
    };
    try {
      for (let next = work.next(); !next.done; next = work.next()) {
        const { transfer, range } = next.value;
        signal.throwIfAborted();
        const outcome = await receiveRange(this.request.wire, this.targetOf(transfer), range, signal);
        if (outcome === "received") await received(transfer, range);
        // Several streams may have asked for ranges of this file; the first to learn it fetches all of it.
        else if (!transfer.inOneStream) await this.fetchInOneStream(transfer, received, signal);
      }
    } finally {
      await confirmed;
    }
  }

  private async fetchInOneStream(
    transfer: FileTransfer,
    received: (transfer: FileTransfer, range: ByteRange) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    transfer.inOneStream = true;
    transfer.countWholeRanges();
    this.request.onOneStream?.(transfer.file);
    const ranges = {
      isThere: (range: ByteRange) => transfer.durable.has(range.index),
      received: (range: ByteRange) => received(transfer, range),
    };
    await receiveWhole(this.request.wire, this.targetOf(transfer), ranges, signal);
  }

  private async confirm(transfer: FileTransfer, range: ByteRange): Promise<void> {
    const record: JournalRecord = { t: "range", file: transfer.index, range: range.index };
    await this.commits.add({ transfer, record });
    if (transfer.durable.add(range.index) && transfer.durable.complete) await this.finish(transfer);
  }

  private async finish(transfer: FileTransfer): Promise<void> {
    await transfer.finish();
    await this.request.onVerified?.(transfer.file);
  }

  private targetOf(transfer: FileTransfer): RangeTarget {
    return {
      file: transfer.file,
      handle: transfer.handle,
      // Asked for when the answer is there: another stream may have learned it meanwhile.
      get etag() {
        return transfer.etag;
      },
      onEtag: (etag: string) => {
        transfer.etag = etag;
        // A lost record costs only the early notice of a changed file; the digest finds it anyway.
        void this.commits.add({ transfer, record: { t: "etag", file: transfer.index, etag } });
      },
      onWritten: (bytes: number) => {
        transfer.bytesWritten += bytes;
      },
    };
  }

  private async dropOrThrow(error: unknown): Promise<void> {
    if (!(error instanceof DownloadError) || !REFUSED_CONTENT.has(error.code)) throw error;
    const transfer = this.transfers.find((t) => t.file.path === error.params.path);
    if (!transfer) throw error;
    await this.journal.append([{ t: "dropped", file: transfer.index, reason: error.code }]);
    await transfer.drop();
    await this.request.onDropped?.(transfer.file, error);
    if (transfer.drops > MAX_DROPS) throw error;
  }
}

function progressOf(transfers: readonly FileTransfer[]): DownloadProgress {
  return {
    bytesDone: () => transfers.reduce((sum, transfer) => sum + transfer.bytesWritten, 0),
    bytesKept: () => transfers.reduce((sum, transfer) => sum + transfer.bytesKept, 0),
    perFile: () => transfers.map((t) => ({ path: t.file.path, bytesDone: t.bytesWritten })),
    verifying: () => transfers.every((transfer) => transfer.bytesWritten === transfer.file.bytes),
  };
}

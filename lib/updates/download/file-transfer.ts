import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { DownloadError, diskWriteFailed } from "./failure";
import type { Hasher } from "./hasher";
import type { JournalRecord } from "./journal";
import { type PlannedFile, RangeSet, rangeCount } from "./plan";
import { PARTIAL_SUFFIX, placeInside } from "./safe-path";

/** One file on its way: `<file>.partial`, the ranges in it, and its digest as far as it has grown. */
export class FileTransfer {
  /** Ranges the disk has confirmed. */
  readonly durable: RangeSet;
  /** Ranges handed to the system: the digest may follow them. */
  private readonly written: RangeSet;
  etag: string | null = null;
  /** Bytes of the file that are there, for progress. */
  bytesWritten = 0;
  /** How often this run refused the content and threw it away. */
  drops = 0;
  verified = false;
  /** The server does not send parts of it: one stream fetches it from its first byte to its last. */
  inOneStream = false;
  private partial: FileHandle | null = null;

  private constructor(
    readonly index: number,
    readonly file: PlannedFile,
    private readonly folder: string,
    private readonly target: string,
    private readonly hasher: Hasher,
  ) {
    this.written = new RangeSet(file.bytes);
    this.durable = new RangeSet(file.bytes);
  }

  /**
   * Takes up a file where the records say it was left.
   * @param trusted it was verified before; in its final place its size is check enough
   */
  static async open(
    index: number,
    file: PlannedFile,
    { folder, hasher, records, trusted }: OpenOptions,
  ): Promise<FileTransfer> {
    const transfer = new FileTransfer(index, file, folder, await placeInside(folder, file.path), hasher);
    await transfer.adoptFinished(trusted);
    if (!transfer.verified) {
      transfer.replay(records);
      await transfer.openPartial();
    }
    return transfer;
  }

  get handle(): FileHandle {
    if (!this.partial) throw new Error(`${this.file.path} is not open`);
    return this.partial;
  }

  get bytesKept(): number {
    return this.verified ? this.file.bytes : this.durable.bytes;
  }

  /** Forgets the parts of unfinished ranges, which are fetched again. */
  countWholeRanges(): void {
    if (!this.verified) this.bytesWritten = this.durable.bytes;
  }

  /** A range was handed to the system. */
  markWritten(range: number): void {
    const before = this.written.frontier;
    this.written.add(range);
    if (this.written.frontier > before) {
      this.hasher.advance(this.index, this.partialPath, this.written.frontier);
    }
  }

  /**
   * Believes the file and moves it to its final place, for good.
   * @throws DownloadError `target-hash-mismatch`
   */
  async finish(): Promise<void> {
    const actual = await this.hasher.finish(this.index);
    if (actual !== this.file.sha256) {
      throw new DownloadError("target-hash-mismatch", {
        path: this.file.path,
        expected: this.file.sha256,
        actual,
      });
    }
    await this.close();
    await rename(this.partialPath, this.target);
    await this.syncFolders();
    this.verified = true;
  }

  /** Throws the content away; the file starts anew. */
  async drop(): Promise<void> {
    this.drops++;
    this.etag = null;
    this.hasher.forget(this.index);
    await this.close();
    await rm(this.partialPath, { force: true });
    this.durable.clear();
    this.written.clear();
    await this.openPartial();
  }

  async close(): Promise<void> {
    await this.partial?.close();
    this.partial = null;
  }

  private get partialPath(): string {
    return this.target + PARTIAL_SUFFIX;
  }

  /** A new name survives a power cut only when the folder that holds it is written, and that one's folder. */
  private async syncFolders(): Promise<void> {
    const above = path.dirname(this.folder);
    for (let folder = path.dirname(this.target); ; folder = path.dirname(folder)) {
      const handle = await open(folder, "r");
      await handle.sync().finally(() => handle.close());
      if (folder === above) return;
    }
  }

  /** A kill between the rename and the note of it leaves a finished file that nobody calls verified. */
  private async adoptFinished(trusted: boolean): Promise<void> {
    const found = await stat(this.target).catch(() => null);
    if (!found) return;
    if (found.isFile() && found.size === this.file.bytes) {
      if (!trusted) this.hasher.advance(this.index, this.target, this.file.bytes);
      this.verified = trusted || (await this.hasher.finish(this.index)) === this.file.sha256;
    }
    if (this.verified) this.bytesWritten = this.file.bytes;
    else await rm(this.target, { recursive: true, force: true });
  }

  private replay(records: readonly JournalRecord[]): void {
    for (const record of records) {
      if (record.t === "plan" || record.file !== this.index) continue;
      if (record.t === "range") this.durable.add(record.range);
      if (record.t === "etag") this.etag = record.etag;
      if (record.t === "dropped") {
        this.etag = null;
        this.durable.clear();
      }
    }
  }

  private async openPartial(): Promise<void> {
    const found = await stat(this.partialPath).catch(() => null);
    // Somebody removed or cut the data behind the journal's back.
    if (found?.size !== this.file.bytes) this.durable.clear();
    try {
      this.partial = await open(this.partialPath, found ? "r+" : "w+");
      await this.partial.truncate(this.file.bytes);
    } catch (error) {
      await this.close();
      throw diskWriteFailed(this.file.path, error);
    }
    if (!found) await this.syncFolders();
    this.bytesWritten = this.durable.bytes;
    for (let range = 0; range < rangeCount(this.file.bytes); range++) {
      if (this.durable.has(range)) this.markWritten(range);
    }
  }
}

interface OpenOptions {
  folder: string;
  hasher: Hasher;
  records: readonly JournalRecord[];
  trusted: boolean;
}

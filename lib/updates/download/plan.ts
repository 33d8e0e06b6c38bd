/** One file of a package as the signed catalogue describes it. */
export interface PlannedFile {
  /** Below the package's folder, `/` as separator. */
  path: string;
  url: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/** What a kill may cost each stream at most (issue: one chunk per stream). */
export const CHUNK_BYTES = 8 * 1024 * 1024;

/**
 * What one request asks for: half a chunk, so that one half may wait for its journal record while the other
 * is on the wire, and both together are never more than a chunk.
 */
export const RANGE_BYTES = CHUNK_BYTES / 2;

export interface ByteRange {
  index: number;
  /** First byte. */
  start: number;
  /** One past the last byte. */
  end: number;
}

export const rangeCount = (bytes: number): number => Math.ceil(bytes / RANGE_BYTES);

export function rangeAt(bytes: number, index: number): ByteRange {
  const start = index * RANGE_BYTES;
  return { index, start, end: Math.min(start + RANGE_BYTES, bytes) };
}

/** Which ranges of one file are there, and how far it is complete from its beginning. */
export class RangeSet {
  private readonly have: Uint8Array;
  /** Bytes in the ranges that are there. */
  bytes = 0;
  private contiguous = 0;

  constructor(private readonly fileBytes: number) {
    this.have = new Uint8Array(rangeCount(fileBytes));
  }

  has(index: number): boolean {
    return this.have[index] === 1;
  }

  /** @returns false when it was there already, or is none of this file */
  add(index: number): boolean {
    if (index < 0 || index >= this.have.length || this.has(index)) return false;
    this.have[index] = 1;
    const range = rangeAt(this.fileBytes, index);
    this.bytes += range.end - range.start;
    while (this.have[this.contiguous] === 1) this.contiguous++;
    return true;
  }

  /** Bytes from the file's beginning without a gap. */
  get frontier(): number {
    return Math.min(this.contiguous * RANGE_BYTES, this.fileBytes);
  }

  get complete(): boolean {
    return this.contiguous === this.have.length;
  }

  *missing(): Generator<ByteRange> {
    for (let index = this.contiguous; index < this.have.length; index++) {
      if (!this.has(index)) yield rangeAt(this.fileBytes, index);
    }
  }

  clear(): void {
    this.have.fill(0);
    this.bytes = 0;
    this.contiguous = 0;
  }
}

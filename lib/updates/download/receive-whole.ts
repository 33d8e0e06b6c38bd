import type { Wire } from "@/lib/connectivity/wire";
import { WireError } from "@/lib/connectivity/wire-error";
import { type ByteRange, rangeAt, rangeCount } from "./plan";
import { hostOf, type RangeTarget, requireWholeFile, writeBody } from "./receive-range";

/**
 * Fetches a file in one answer from its first byte, for a server or proxy that does not send parts. Ranges that
 * are there already pass by unwritten, so that what a broken attempt brought counts although it is sent again.
 * @throws WireError, DownloadError, or the abort reason
 */
export async function receiveWhole(
  wire: Pick<Wire, "get">,
  target: RangeTarget,
  ranges: {
    isThere(range: ByteRange): boolean;
    /** The range's last byte was handed to the system. */
    received(range: ByteRange): Promise<void>;
  },
  signal: AbortSignal,
): Promise<void> {
  const { file } = target;
  const response = await wire.get(file.url, { signal });
  try {
    requireWholeFile(response, target);
    const body = new BodyReader(response.body);
    for (let index = 0; index < rangeCount(file.bytes); index++) {
      const range = rangeAt(file.bytes, index);
      const piece = body.take(range.end - range.start);
      if (ranges.isThere(range)) {
        await drain(piece);
        continue;
      }
      await writeBody(piece, target, range, { position: range.start }, signal);
      await ranges.received(range);
    }
    if (!(await body.isAtEnd())) throw new WireError("response-too-long", hostOf(file.url));
  } finally {
    response.discard();
  }
}

/** Cuts a body into pieces of wanted lengths without copying it. */
class BodyReader {
  private readonly parts: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Buffer>) {
    this.parts = body[Symbol.asyncIterator]();
  }

  /** The next `bytes` bytes; fewer when the body ends before. */
  async *take(bytes: number): AsyncGenerator<Buffer> {
    for (let missing = bytes; missing > 0; ) {
      if (await this.isAtEnd()) return;
      const part = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }

  async isAtEnd(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.parts.next();
      if (next.done) return true;
      this.rest = next.value;
    }
    return false;
  }
}

async function drain(body: AsyncIterable<Buffer>): Promise<void> {
  for await (const _part of body);
}

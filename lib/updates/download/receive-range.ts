import type { FileHandle } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { Second } from "@/lib/clock";
import { httpStatusError } from "@/lib/connectivity/http-status";
import type { Wire, WireResponse } from "@/lib/connectivity/wire";
import { WireError, type WireErrorCode } from "@/lib/connectivity/wire-error";
import { DownloadError, diskWriteFailed } from "./failure";
import type { ByteRange, PlannedFile } from "./plan";

/** Written at once; also what one stream holds in memory, twice. */
const WRITE_BYTES = 512 * 1024;

/** A connection that breaks in the middle is opened again at the byte where it broke, this often. */
const RECONNECTS = 2;
const RECONNECT_DELAY = 0.5 * Second.ms;
const BROKEN_CONNECTION: ReadonlySet<WireErrorCode> = new Set(["connection-lost", "response-timeout"]);

export interface RangeTarget {
  file: PlannedFile;
  handle: FileHandle;
  /** Strong validator of the first answer; a later answer of another version of the file is refused. */
  readonly etag: string | null;
  onEtag(etag: string): void;
  onWritten(bytes: number): void;
}

/** `ranges-ignored`: the server, or a proxy on the way, answers with the whole file; nothing was written. */
export type RangeOutcome = "received" | "ranges-ignored";

/**
 * Fetches one range and writes it to its place. Resolves when the last byte was handed to the system.
 * @throws WireError, DownloadError, or the abort reason
 */
export async function receiveRange(
  wire: Pick<Wire, "get">,
  target: RangeTarget,
  range: ByteRange,
  signal: AbortSignal,
): Promise<RangeOutcome> {
  const cursor = { position: range.start };
  for (let reconnects = 0; ; reconnects++) {
    try {
      return await receiveFrom(wire, target, range, cursor, signal);
    } catch (error) {
      const broken = error instanceof WireError && BROKEN_CONNECTION.has(error.code);
      if (!broken || reconnects === RECONNECTS) throw error;
      await delay(RECONNECT_DELAY * (1 + Math.random()), undefined, { signal }).catch(() => {});
      signal.throwIfAborted();
    }
  }
}

async function receiveFrom(
  wire: Pick<Wire, "get">,
  target: RangeTarget,
  range: ByteRange,
  cursor: { position: number },
  signal: AbortSignal,
): Promise<RangeOutcome> {
  const { file, etag } = target;
  const headers: Record<string, string> = { range: `bytes=${cursor.position}-${range.end - 1}` };
  if (etag !== null) headers["if-range"] = etag;
  const response = await wire.get(file.url, { headers, signal });
  try {
    if (!bringsRange(response, target, cursor.position, range)) return "ranges-ignored";
    await writeBody(response.body, target, range, cursor, signal);
  } finally {
    response.discard();
  }
  return "received";
}

/**
 * Whether the answer is the range from `position` on, of the version of the file that was begun.
 * @throws DownloadError, WireError when it is neither that nor the whole file
 */
function bringsRange(
  response: WireResponse,
  target: RangeTarget,
  position: number,
  range: ByteRange,
): boolean {
  const { file } = target;
  if (response.status === 206) {
    const contentRange = response.header("content-range") ?? "";
    const [, first, last, whole] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(contentRange) ?? [];
    // A shorter part is allowed (RFC 9110 §15.3.7): the next request goes on behind it.
    if (Number(first) !== position || !(Number(last) >= position && Number(last) < range.end)) {
      const answered = contentRange.slice(0, 60);
      throw new DownloadError("range-mismatch", { path: file.path, asked: position, answered });
    }
    if (whole !== "*") requireLength(file, Number(whole));
    requireAnnounced(response, file.url, Number(last) - position + 1);
    const etag = response.header("etag");
    // Only a strong one tells versions apart.
    if (!etag?.startsWith('"')) return true;
    if (target.etag === null) target.onEtag(etag);
    else if (etag !== target.etag) throw new DownloadError("content-changed", { path: file.path });
    return true;
  }
  if (response.status === 416) requireLength(file, contentLengthOf416(response));
  requireWholeFile(response, target);
  return position === 0 && range.end === file.bytes;
}

/** @throws DownloadError, WireError when the answer is not the whole of the version that was begun */
export function requireWholeFile(response: WireResponse, { file, etag }: RangeTarget): void {
  if (response.status !== 200) throw httpStatusError(response, file.url);
  if (etag !== null && response.header("etag") !== etag) {
    throw new DownloadError("content-changed", { path: file.path });
  }
  const length = response.header("content-length");
  if (length !== undefined) requireLength(file, Number(length));
}

function requireLength(file: PlannedFile, actualBytes: number): void {
  if (actualBytes === file.bytes) return;
  throw new DownloadError("target-length-mismatch", {
    path: file.path,
    expectedBytes: file.bytes,
    actualBytes,
  });
}

/** A length that contradicts the part it belongs to is refused before the part is read. */
function requireAnnounced(response: WireResponse, url: string, expectedBytes: number): void {
  const announced = response.header("content-length");
  if (announced === undefined || Number(announced) === expectedBytes) return;
  throw new WireError("content-length-mismatch", { ...hostOf(url), announced, expectedBytes });
}

const contentLengthOf416 = (response: WireResponse): number =>
  Number(/^bytes \*\/(\d+)$/.exec(response.header("content-range") ?? "")?.[1] ?? 0);

/**
 * Writes a body to the place of its range, from `cursor` on, which follows what the disk took.
 * @throws WireError, DownloadError when the body is longer or shorter than the range, or cannot be written
 */
export async function writeBody(
  body: AsyncIterable<Buffer>,
  target: RangeTarget,
  range: ByteRange,
  cursor: { position: number },
  signal: AbortSignal,
): Promise<void> {
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  /** Where the gathered bytes belong; the cursor follows when they are written. */
  let next = cursor.position;
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    // One write is under way while the next gathers; a second would only queue memory before the disk.
    await writing;
    const [buffers, bytes, position] = [gathered, gatheredBytes, next];
    gathered = [];
    gatheredBytes = 0;
    next += bytes;
    writing = writeAt(target, buffers, position).then(() => {
      cursor.position = position + bytes;
      target.onWritten(bytes);
    });
    writing.catch(() => {});
  };
  try {
    for await (const part of body) {
      if (next + gatheredBytes + part.length > range.end) {
        throw new WireError("response-too-long", hostOf(target.file.url));
      }
      gathered.push(part);
      gatheredBytes += part.length;
      if (gatheredBytes >= WRITE_BYTES) await flush();
    }
  } finally {
    // What came before a break is kept: the connection is opened again behind it.
    if (gatheredBytes > 0 && !signal.aborted) await flush();
    await writing;
  }
  if (cursor.position < range.end) {
    throw new WireError("connection-lost", { ...hostOf(target.file.url), detail: "short body" });
  }
}

async function writeAt(target: RangeTarget, buffers: Buffer[], position: number): Promise<void> {
  try {
    const total = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
    let { bytesWritten } = await target.handle.writev(buffers, position);
    if (bytesWritten === total) return;
    const rest = Buffer.concat(buffers);
    while (bytesWritten < total) {
      bytesWritten += (await target.handle.write(rest, bytesWritten, undefined, position + bytesWritten))
        .bytesWritten;
    }
  } catch (error) {
    throw diskWriteFailed(target.file.path, error);
  }
}

export const hostOf = (url: string): { host: string } => ({ host: new URL(url).host });

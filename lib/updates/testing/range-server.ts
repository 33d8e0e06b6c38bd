import { once } from "node:events";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pipeline } from "node:stream/promises";

export interface RangeServer {
  /** Ends in `/`. */
  url: string;
  /** Every request so far: path below the folder and the range asked for. */
  requests: { path: string; range: string | null }[];
  /** Bytes promised in answers so far: what reached the client and what was still under way. */
  bytesServed: number;
  /** What to answer instead of the file; return true when answered. */
  intercept: (path: string, request: http.IncomingMessage, response: http.ServerResponse) => boolean;
  /** Applied to the whole content before it is cut into ranges. */
  tamper: ((path: string, content: Buffer) => Buffer) | null;
  /** Bytes per second of each answer; null is as fast as possible. */
  bytesPerSecond: number | null;
  close(): Promise<void>;
}

const PIECE_BYTES = 256 * 1024;

/** A static web server on loopback with ranges, validators and faults. */
export async function startRangeServer(folder: string): Promise<RangeServer> {
  const server = http.createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const name = decodeURIComponent((request.url ?? "/").slice(1));
    self.requests.push({ path: name, range: request.headers.range ?? null });
    if (self.intercept(name, request, response)) return;
    const range = request.headers.range ?? null;
    const content = await readContent(
      path.join(folder, name),
      self.tamper && ((c) => self.tamper?.(name, c) ?? c),
    );
    if (!content) return void response.writeHead(404).end();
    const asked = /^bytes=(\d+)-(\d+)$/.exec(range ?? "");
    const start = asked ? Number(asked[1]) : 0;
    if (start >= content.size && asked) {
      return void response.writeHead(416, { "content-range": `bytes */${content.size}` }).end();
    }
    const end = asked ? Math.min(Number(asked[2]) + 1, content.size) : content.size;
    response.writeHead(asked ? 206 : 200, {
      "content-length": end - start,
      etag: content.etag,
      ...(asked ? { "content-range": `bytes ${start}-${end - 1}/${content.size}` } : {}),
    });
    self.bytesServed += end - start;
    await pipeline(
      paced(content.read(start, end), () => self.bytesPerSecond),
      response,
    );
  }

  await once(server.listen(0, "127.0.0.1"), "listening");
  const self: RangeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests: [],
    bytesServed: 0,
    intercept: () => false,
    tamper: null,
    bytesPerSecond: null,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

async function readContent(file: string, tamper: ((content: Buffer) => Buffer) | null) {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return null;
  if (!tamper) {
    const read = (start: number, end: number) =>
      createReadStream(file, { start, end: end - 1, highWaterMark: PIECE_BYTES });
    return { size: found.size, etag: `"${found.size}-${found.mtimeMs}"`, read };
  }
  const content = tamper(await readFile(file));
  const read = (start: number, end: number) => [content.subarray(start, end)];
  return { size: content.length, etag: `"${found.size}-${found.mtimeMs}"`, read };
}

async function* paced(pieces: AsyncIterable<Buffer> | Iterable<Buffer>, rate: () => number | null) {
  for await (const piece of pieces) {
    yield piece;
    const bytesPerSecond = rate();
    if (bytesPerSecond) {
      await new Promise((resolve) => setTimeout(resolve, (piece.length * 1_000) / bytesPerSecond));
    }
  }
}

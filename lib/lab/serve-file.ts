import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { parseRange } from "./byte-range";
import { sendJson } from "./router";

const READ_CHUNK_BYTES = 512 * 1024;

/** A step of the way of the bytes out; told where in the file they start. */
export type BodyStep = (body: AsyncIterable<Buffer>, start: number) => AsyncIterable<Buffer>;

export interface FileToServe {
  file: string;
  contentType: string;
  cacheControl: string;
  /** Pretend the file ends here. */
  lengthBytes?: number;
  steps?: readonly BodyStep[];
}

/**
 * Serves a file as a plain web server does: strong entity tag, `If-None-Match`, single ranges with `If-Range`
 * (RFC 9110 §13, §14). Reads no faster than the client takes.
 */
export async function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  { file, contentType, cacheControl, lengthBytes, steps = [] }: FileToServe,
): Promise<void> {
  const status = await stat(file, { bigint: true }).catch(() => undefined);
  if (!status?.isFile()) return sendJson(response, 404, { code: "not-found" });
  const size = Math.min(Number(status.size), lengthBytes ?? Number.POSITIVE_INFINITY);
  // Files are replaced by rename, so a new content is a new inode and never the same tag.
  const entityTag = `"${status.ino.toString(36)}-${status.mtimeNs.toString(36)}-${size.toString(36)}"`;
  response.setHeader("etag", entityTag);
  response.setHeader("cache-control", cacheControl);
  response.setHeader("accept-ranges", "bytes");

  if (listsTag(request.headers["if-none-match"], entityTag)) {
    response.writeHead(304).end();
    return;
  }
  const range = rangeOf(request, size, entityTag);
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${size}`);
    return sendJson(response, 416, { code: "range-not-satisfiable" });
  }
  const { start, end } = range === "whole" ? { start: 0, end: size - 1 } : range;
  if (range !== "whole") response.setHeader("content-range", `bytes ${start}-${end}/${size}`);
  response.writeHead(range === "whole" ? 200 : 206, {
    "content-type": contentType,
    "content-length": end - start + 1,
  });
  if (request.method === "HEAD" || end < start) {
    response.end();
    return;
  }
  const content: AsyncIterable<Buffer> = createReadStream(file, {
    start,
    end,
    highWaterMark: READ_CHUNK_BYTES,
  });
  try {
    await pipeline(
      steps.reduce((body, step) => step(body, start), content),
      response,
    );
  } catch {
    // The client went away, or a step cut the connection: the response is gone with it, nothing is left to say.
    response.destroy();
  }
}

/** `Range` counts for GET only, and under `If-Range` only for the same content. */
function rangeOf(request: IncomingMessage, size: number, entityTag: string) {
  const { range, "if-range": ifRange } = request.headers;
  if (request.method !== "GET" || (ifRange !== undefined && ifRange !== entityTag)) return "whole";
  return parseRange(range, size);
}

const listsTag = (header: string | undefined, entityTag: string): boolean =>
  header === "*" || (header ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === entityTag);

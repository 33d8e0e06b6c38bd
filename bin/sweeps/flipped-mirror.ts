import { readFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { CatalogueSource } from "@/lib/updates/catalogue/read-catalogue";

/** One bit that is turned. */
export interface Flip {
  /** Below the repository. */
  file: string;
  at: number;
  bit: number;
}

export const BASE = "https://mirror.invalid/";

/** A repository as a mirror serves it, in ranges, with one bit of one file turned. */
export function flippedMirror(
  repository: string,
  environment: CatalogueSource["environment"],
  flip: Flip | undefined,
): CatalogueSource {
  return {
    environment,
    async get(url, options) {
      const name = decodeURIComponent(url.slice(BASE.length));
      const content = await readFile(path.join(repository, name)).catch(() => null);
      if (!content) return answer(404, Buffer.alloc(0), {});
      if (flip && name === flip.file) content[flip.at] = (content[flip.at] ?? 0) ^ (1 << flip.bit);
      const range = /^bytes=(\d+)-(\d+)$/.exec(options?.headers?.range ?? "");
      if (!range) return answer(200, content, {});
      const part = content.subarray(Number(range[1]), Number(range[2]) + 1);
      const contentRange = `bytes ${range[1]}-${Number(range[1]) + part.length - 1}/${content.length}`;
      return answer(206, part, { "content-range": contentRange });
    },
  };
}

const answer = (status: number, body: Buffer, headers: Record<string, string>) => ({
  status,
  header: (name: string) => headers[name],
  body: Readable.from([body]),
  discard: () => {},
});

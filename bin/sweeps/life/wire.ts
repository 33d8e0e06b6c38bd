import assert from "node:assert/strict";
import { z } from "zod";
import { PIECE_BYTES } from "@/lib/content-library/model";
import { STREAMS } from "@/lib/replication/content-source";
import { CHUNK_BYTES, RANGE_BYTES } from "@/lib/updates/download/plan";

/** What report-requests.mjs tells. */
export const askedSchema = z.object({
  type: z.literal("asked"),
  url: z.string(),
  range: z.string().nullable(),
  by: z.string().nullable(),
});
type Asked = z.output<typeof askedSchema>;

/** One way of a package's bytes, and what a kill may cost there at most. */
interface Way {
  name: "download" | "snapshot" | "replication";
  /** The file in a request's address, when it goes this way. */
  file: RegExp;
  /** Parts are asked for in steps of this many bytes. */
  partBytes: number;
  /** Parts that one receiver may have to fetch again: one chunk per stream. */
  allowedParts: (downloadStreams: number) => number;
}

export const WAYS: readonly Way[] = [
  {
    name: "download",
    // By its whole path: packages share contents, and each fetches its own.
    file: /^\/catalogue\/targets\/(.+)$/,
    partBytes: RANGE_BYTES,
    allowedParts: (streams) => streams * (CHUNK_BYTES / RANGE_BYTES),
  },
  // Front to back in one stream, one piece on its way to the disk while the next arrives.
  {
    name: "snapshot",
    file: /^\/EasySetupPayload\/(.+)$/,
    partBytes: PIECE_BYTES,
    allowedParts: () => CHUNK_BYTES / PIECE_BYTES,
  },
  {
    name: "replication",
    file: /^\/ContentLib\/(FileLib\/.+)$/,
    partBytes: PIECE_BYTES,
    allowedParts: () => STREAMS,
  },
];

/** Follows, on the wire, which parts of files are asked for again after a kill. */
export class Wire {
  private run = 0;
  /** In which run a part was last asked for. */
  private readonly askedIn = new Map<string, number>();
  /** Parts per way, receiver and kill that were asked for again. */
  private readonly again = new Map<string, number>();
  /** Parts that the disk had confirmed before a kill; asking for one of them again is a fault. */
  private readonly confirmed = new Set<string>();
  private readonly askedThoughConfirmed: string[] = [];
  readonly parts = { download: 0, snapshot: 0, replication: 0 };

  asked({ url, range, by }: Asked): void {
    const start = Number(/^bytes=(\d+)-/.exec(range ?? "")?.[1]);
    for (const { name, file, partBytes } of WAYS) {
      const found = file.exec(url)?.[1];
      if (!found || Number.isNaN(start)) continue;
      const part = partKey(name, decodeURIComponent(found), Math.floor(start / partBytes), by);
      if (this.confirmed.has(part)) this.askedThoughConfirmed.push(part);
      const before = this.askedIn.get(part);
      if (before === undefined) this.parts[name] += 1;
      else if (before < this.run) {
        const place = `${name} ${by ?? ""} ${before}`;
        this.again.set(place, (this.again.get(place) ?? 0) + 1);
      }
      this.askedIn.set(part, this.run);
    }
  }

  /** @param downloaded parts of files that the download's journal confirms now */
  killed(downloaded: readonly { file: string; part: number }[]): void {
    this.run += 1;
    for (const { file, part } of downloaded) this.confirmed.add(partKey("download", file, part, null));
  }

  /** At most one chunk per stream after each kill, and nothing that was on the disk for good. */
  refetchedLittle(downloadStreams: number): void {
    assert.deepEqual(this.askedThoughConfirmed, [], "parts that were on the disk were fetched again");
    for (const { name, allowedParts } of WAYS) {
      const most = this.mostAgain(name);
      assert.ok(most <= allowedParts(downloadStreams), `${name}: ${most} parts again after one kill`);
    }
  }

  /** Parts asked for again after the kill that cost most, at the receiver that lost most. */
  mostAgain(name: Way["name"]): number {
    const counts = [...this.again]
      .filter(([place]) => place.startsWith(`${name} `))
      .map(([, count]) => count);
    return Math.max(0, ...counts);
  }
}

const partKey = (way: Way["name"], file: string, part: number, by: string | null): string =>
  `${way} ${by ?? ""} ${file} ${part}`;

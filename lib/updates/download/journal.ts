import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { type PlannedFile, RANGE_BYTES } from "./plan";

/**
 * What is on disk for good, one record per line, appended and never rewritten: `<crc32> <json>`. A record says
 * only what the disk has already confirmed, so that after a kill or a power cut the journal is never ahead of
 * the data. The first record names the plan; a journal of another plan is worth nothing.
 */
const recordSchema = z.discriminatedUnion("t", [
  z.object({ t: z.literal("plan"), plan: z.string(), rangeBytes: z.number() }),
  z.object({ t: z.literal("range"), file: z.number().int(), range: z.number().int() }),
  z.object({ t: z.literal("etag"), file: z.number().int(), etag: z.string() }),
  /** The file was thrown away: its records so far no longer count. */
  z.object({ t: z.literal("dropped"), file: z.number().int(), reason: z.string() }),
]);

export type JournalRecord = z.infer<typeof recordSchema>;

/** Changes when any file of the package changes its name, size or content. */
export function planFingerprint(files: readonly PlannedFile[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file.path}\0${file.bytes}\0${file.sha256}\n`);
  return hash.digest("hex");
}

export const encodeRecord = (record: JournalRecord): string => {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
};

/**
 * Reads records up to the first line that is torn or damaged; what follows a damaged line was never confirmed.
 * @returns the records and the number of bytes they take
 */
export function decodeRecords(text: string): { records: JournalRecord[]; validBytes: number } {
  const records: JournalRecord[] = [];
  let position = 0;
  for (;;) {
    const end = text.indexOf("\n", position);
    if (end === -1) break;
    const record = decodeLine(text.slice(position, end));
    if (!record) break;
    records.push(record);
    position = end + 1;
  }
  return { records, validBytes: Buffer.byteLength(text.slice(0, position)) };
}

function decodeLine(line: string): JournalRecord | null {
  const json = line.slice(9);
  if (line[8] !== " " || checksum(json) !== line.slice(0, 8)) return null;
  const parsed = recordSchema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, "0");

export class Journal {
  private constructor(
    private readonly handle: FileHandle,
    /** What earlier runs confirmed, oldest first; empty when there was none or it was for another plan. */
    readonly records: readonly JournalRecord[],
  ) {}

  static async open(path: string, files: readonly PlannedFile[]): Promise<Journal> {
    const handle = await open(path, "a+");
    try {
      const { records, validBytes } = decodeRecords(await handle.readFile("utf8"));
      const head = records[0];
      const plan = planFingerprint(files);
      if (head?.t === "plan" && head.plan === plan && head.rangeBytes === RANGE_BYTES) {
        // A torn last line must go, or the next record would be glued to it.
        await handle.truncate(validBytes);
        return new Journal(handle, records.slice(1));
      }
      await handle.truncate(0);
      const journal = new Journal(handle, []);
      await journal.append([{ t: "plan", plan, rangeBytes: RANGE_BYTES }]);
      return journal;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Resolves when the records are on the disk. */
  async append(records: readonly JournalRecord[]): Promise<void> {
    await this.handle.appendFile(records.map(encodeRecord).join(""));
    await this.handle.datasync();
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

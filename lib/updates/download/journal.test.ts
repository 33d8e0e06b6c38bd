import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeRecords, encodeRecord, Journal, type JournalRecord } from "./journal";

const files = [{ path: "a.cab", url: "http://x/a", bytes: 10, sha256: "0".repeat(64) }];
const range = (index: number): JournalRecord => ({ t: "range", file: 0, range: index });

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-journal-"));
  file = path.join(folder, "download.journal");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(...records: JournalRecord[]): Promise<void> {
  const journal = await Journal.open(file, files);
  await journal.append(records);
  await journal.close();
}

async function reopen(plan = files): Promise<readonly JournalRecord[]> {
  const journal = await Journal.open(file, plan);
  await journal.close();
  return journal.records;
}

describe("the journal", () => {
  it("gives back what it was told", async () => {
    await write(range(0), { t: "etag", file: 0, etag: '"x"' }, range(2));
    expect(await reopen()).toEqual([range(0), { t: "etag", file: 0, etag: '"x"' }, range(2)]);
  });

  it("forgets a record that a power cut tore at any byte, and keeps those before it", async () => {
    await write(range(0), range(1));
    const whole = await readFile(file);
    const keep = whole.length - encodeRecord(range(1)).length;
    for (let length = keep; length < whole.length; length++) {
      await writeFile(file, whole.subarray(0, length));
      expect(await reopen(), `cut at ${length}`).toEqual([range(0)]);
    }
  });

  it("goes on behind a torn record as if it had never been", async () => {
    await write(range(0));
    await appendFile(file, "deadbeef {tor");
    await write(range(5));
    expect(await reopen()).toEqual([range(0), range(5)]);
  });

  it("believes nothing behind a damaged record", async () => {
    await write(range(0), range(1), range(2));
    const lines = (await readFile(file, "utf8")).split("\n");
    lines[2] = (lines[2] ?? "").replace('"range":1', '"range":9');
    await writeFile(file, lines.join("\n"));
    expect(await reopen()).toEqual([range(0)]);
  });

  it("is worth nothing when the package has other files by now", async () => {
    await write(range(0));
    expect(await reopen([{ ...files[0]!, sha256: "1".repeat(64) }])).toEqual([]);
  });

  it("counts its valid bytes, not its characters", () => {
    const text = encodeRecord({ t: "etag", file: 0, etag: '"ü"' });
    expect(decodeRecords(`${text}junk`).validBytes).toBe(Buffer.byteLength(text));
  });
});

import { mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { extractArchive } from "./extract-archive";
import { ArchiveError } from "./failure";
import type { ArchiveQuota } from "./model";
import { type ZipEntry, zipBytes } from "./testing/zip-bytes";

/** As large as any in use: what is refused below is refused for what it is, not for want of room. */
const QUOTA: ArchiveQuota = { entries: 10_002, totalBytes: 2 ** 31, entryBytes: 2 ** 31, ratio: 200 };
const MILLION = 1_000_000;

let folder: string;
let archive: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-exhaustion-"));
  archive = path.join(folder, "archive.zip");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The code of the refusal and what it cost; nothing but the archive may be left. */
async function refusal(): Promise<{ code: string; cpuMs: number; memoryMiB: number }> {
  const cpu = process.cpuUsage();
  const before = process.memoryUsage().rss;
  const into = path.join(folder, "into");
  const { signal } = new AbortController();
  const refused = await extractArchive({ file: archive, into, quota: QUOTA, signal }).catch((error) => error);
  if (!(refused instanceof ArchiveError)) throw refused;
  const { user, system } = process.cpuUsage(cpu);
  expect(await readdir(folder)).toEqual(["archive.zip"]);
  return {
    code: refused.code,
    cpuMs: (user + system) / 1000,
    memoryMiB: (process.memoryUsage().rss - before) / 2 ** 20,
  };
}

describe("an archive of a million entries", () => {
  const NAME_BYTES = 7;
  const ENTRY_BYTES = 46 + NAME_BYTES;

  /** A directory of a million true entries, one after the other, behind the content they all share the shape of. */
  async function writeMillion(claimed: number): Promise<void> {
    const one = zipBytes([{ name: "f000000" }]);
    const local = one.subarray(0, 30 + NAME_BYTES);
    const central = one.subarray(local.length, local.length + ENTRY_BYTES);
    const handle = await open(archive, "w");
    const perWrite = 50_000;
    const write = async (part: Buffer, at: (index: number, into: Buffer) => void) => {
      const gathered = Buffer.alloc(part.length * perWrite);
      for (let from = 0; from < MILLION; from += perWrite) {
        for (let index = 0; index < perWrite; index++) {
          const into = gathered.subarray(index * part.length, (index + 1) * part.length);
          part.copy(into);
          at(from + index, into);
        }
        await handle.write(gathered);
      }
    };
    const name = (index: number) => `f${index.toString(36).padStart(6, "0")}`;
    await write(local, (index, into) => into.write(name(index), 30));
    await write(central, (index, into) => {
      into.writeUInt32LE(index * local.length, 42);
      into.write(name(index), 46);
    });
    const said = { entries: 0xffff, directoryBytes: 0xffffffff, directoryOffset: 0xffffffff };
    const zip64 = {
      entries: claimed,
      directoryBytes: MILLION * ENTRY_BYTES,
      directoryOffset: MILLION * local.length,
    };
    const end = zipBytes([], { ...said, zip64 });
    // The record's place is told from the beginning of the file.
    end.writeBigUInt64LE(BigInt(MILLION * (local.length + ENTRY_BYTES)), end.length - 22 - 20 + 8);
    await handle.write(end);
    await handle.close();
  }

  it("is refused at once, by its count", async () => {
    await writeMillion(MILLION);
    const { code, cpuMs, memoryMiB } = await refusal();
    expect(code).toBe("archive-entries-too-many");
    expect(cpuMs).toBeLessThan(200);
    expect(memoryMiB).toBeLessThan(40);
  });

  it("that counts fewer of them is refused for its directory, without reading it to the end", async () => {
    await writeMillion(100);
    const { code, cpuMs, memoryMiB } = await refusal();
    expect(code).toBe("archive-directory-too-large");
    expect(cpuMs).toBeLessThan(200);
    expect(memoryMiB).toBeLessThan(40);
  });
});

it("a directory of few entries with endless comments is refused before it is read", async () => {
  const heavy = (name: string): ZipEntry => ({ name, comment: Buffer.alloc(60_000, "c") });
  await writeFile(archive, zipBytes(Array.from({ length: 300 }, (_, index) => heavy(`f${index}`))));
  const { code, memoryMiB } = await refusal();
  expect(code).toBe("archive-directory-too-large");
  expect(memoryMiB).toBeLessThan(40);
});

it("as many entries as are allowed, as deep as names go, are judged in moderate time", async () => {
  const deep = (index: number) => `${"a/".repeat(23)}${String(index).padStart(6, "0")}`;
  const entries = Array.from({ length: 10_000 }, (_, index): ZipEntry => ({ name: deep(index) }));
  await writeFile(archive, zipBytes([...entries, { name: deep(0).toUpperCase() }]));
  const { code, cpuMs } = await refusal();
  expect(code).toBe("archive-name-collision");
  expect(cpuMs).toBeLessThan(5_000);
});

describe("a bomb of overlapping files", () => {
  const KERNEL = Buffer.alloc(1000, "k");
  /** Deflate: one uncompressed block, not the last. */
  const quote = (bytes: number) => {
    const block = Buffer.alloc(5);
    block.writeUInt16LE(bytes, 1);
    block.writeUInt16LE(0xffff - bytes, 3);
    return block;
  };

  it("each of which quotes the headers of all behind it is refused before it is unpacked", async () => {
    const files = 250;
    const name = (index: number) => `f${String(index).padStart(3, "0")}`;
    const headBytes = 30 + name(0).length;
    const last: ZipEntry = { name: name(files), content: KERNEL, method: 8 };
    const alone = zipBytes([last]);
    let packedBytes = alone.readUInt32LE(18);
    let content = KERNEL;
    let behind = alone.subarray(0, headBytes);
    const entries = [last];
    for (let index = files - 1; index >= 0; index--) {
      content = Buffer.concat([behind, content]);
      packedBytes += 5 + headBytes;
      const entry: ZipEntry = {
        name: name(index),
        method: 8,
        crc: crc32(content),
        bytes: content.length,
        packed: quote(headBytes),
        packedBytes,
      };
      entries.unshift(entry);
      behind = zipBytes([{ ...entry, packed: Buffer.alloc(0) }]).subarray(0, headBytes);
    }
    await writeFile(archive, zipBytes(entries));
    expect((await refusal()).code).toBe("archive-overlapping");
  });

  it("that are all one is refused before it is unpacked", async () => {
    const kernel: ZipEntry = { name: "kernel", content: KERNEL, method: 8 };
    const [bytes, crc] = [KERNEL.length, crc32(KERNEL)];
    const packedBytes = zipBytes([kernel]).readUInt32LE(18);
    const again = (name: string): ZipEntry => ({
      name,
      localName: "",
      method: 8,
      bytes,
      crc,
      packed: Buffer.alloc(0),
      packedBytes,
      offset: 0,
    });
    await writeFile(archive, zipBytes([kernel, ...["a", "b", "c"].map(again)]));
    expect((await refusal()).code).toBe("archive-header-mismatch");
  });
});

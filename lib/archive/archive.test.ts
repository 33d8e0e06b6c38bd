import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { extractArchive } from "./extract-archive";
import { ArchiveError } from "./failure";
import { listArchive, readFromArchive } from "./list-archive";
import type { ArchiveQuota } from "./model";
import { openArchive } from "./open-archive";
import { type ZipEntry, type ZipOptions, zipBytes } from "./testing/zip-bytes";
import { writeArchive } from "./write-archive";

const QUOTA: ArchiveQuota = {
  entries: 100,
  totalBytes: 8 * 1024 * 1024,
  entryBytes: 4 * 1024 * 1024,
  ratio: 100,
};
const signal = new AbortController().signal;
const file = (name: string, overrides: Partial<ZipEntry> = {}): ZipEntry => ({
  name,
  content: Buffer.from(`content of ${name}`),
  ...overrides,
});
const symlink = (0o120777 << 16) >>> 0;

let outside: string;
let folder: string;
beforeEach(async () => {
  outside = await mkdtemp(path.join(os.tmpdir(), "scp-archive-"));
  folder = path.join(outside, "inner");
  await mkdir(folder);
});
afterEach(() => rm(outside, { recursive: true, force: true }));

async function put(bytes: Uint8Array): Promise<string> {
  const archive = path.join(folder, "archive.zip");
  await writeFile(archive, bytes);
  return archive;
}

async function extract(bytes: Uint8Array, quota: Partial<ArchiveQuota> = {}) {
  const archive = await put(bytes);
  const into = path.join(folder, "into");
  await extractArchive({ file: archive, into, quota: { ...QUOTA, ...quota }, signal });
  return into;
}

/** The code of the refusal; whatever it was, nothing but the archive may be left. */
async function refusal(bytes: Uint8Array, quota: Partial<ArchiveQuota> = {}): Promise<string> {
  const error = await extract(bytes, quota).then(
    () => null,
    (refused: unknown) => refused,
  );
  expect(await readdir(outside, { recursive: true })).toEqual(["inner", path.join("inner", "archive.zip")]);
  if (!(error instanceof ArchiveError)) throw error ?? new Error("it was not refused");
  return error.code;
}

const zip = (entries: ZipEntry[], options?: ZipOptions) => zipBytes(entries, options);

describe("an honest archive", () => {
  it("may tell sizes only behind the content, or in the local header's zip64 field", async () => {
    const behind = { bytes: 0, packedBytes: 0, crc: 0, flags: 0x808 };
    const elsewhere = { bytes: 0xffffffff, packedBytes: 0xffffffff };
    const into = await extract(
      zip([file("a", { flags: 0x808, localFacts: behind }), file("b", { localFacts: elsewhere })]),
    );
    expect(await readdir(into)).toEqual(["a", "b"]);
  });

  it("is unpacked with its folders, stored and deflated, with and without directory entries", async () => {
    const large = Buffer.from("abcdefgh".repeat(50_000).replace(/c/g, () => String(Math.random())));
    const into = await extract(
      zip([
        { name: "a/", externalAttributes: (0o040755 << 16) >>> 0 },
        file("a/one.txt", { externalAttributes: (0o100644 << 16) >>> 0 }),
        file("a/b/two.cab", { content: large, method: 8 }),
        file("Übersicht.txt"),
      ]),
    );
    expect(await readFile(path.join(into, "a/one.txt"), "utf8")).toBe("content of a/one.txt");
    expect((await readFile(path.join(into, "a/b/two.cab"))).equals(large)).toBe(true);
    expect(existsSync(path.join(into, "Übersicht.txt"))).toBe(true);
  });

  it("may be described by a zip64 record", async () => {
    const into = await extract(zip([file("a")], { zip64: {}, entries: 0xffff, directoryOffset: 0xffffffff }));
    expect(existsSync(path.join(into, "a"))).toBe(true);
  });

  it("holds another archive as the file it is, unopened", async () => {
    const inner = zip([{ name: "zeros", content: Buffer.alloc(3_000_000), method: 8 }]);
    const into = await extract(zip([file("inner.zip", { content: inner })]));
    expect((await readFile(path.join(into, "inner.zip"))).equals(inner)).toBe(true);
    expect(await readdir(into)).toEqual(["inner.zip"]);
  });

  it("replaces what a kill left half unpacked, and says how far it is", async () => {
    await mkdir(path.join(folder, "into.extracting"));
    await writeFile(path.join(folder, "into.extracting/half"), "x");
    const archive = await put(zip([file("a", { content: Buffer.from("12345") })]));
    const seen: number[] = [];
    const into = path.join(folder, "into");
    await extractArchive({
      file: archive,
      into,
      quota: QUOTA,
      signal,
      onProgress: (bytes) => seen.push(bytes),
    });
    expect(await readdir(into)).toEqual(["a"]);
    expect(seen).toEqual([5]);
  });

  it("leaves nothing when the thread stops", async () => {
    const archive = await put(zip([file("a"), file("b")]));
    const stop = new AbortController();
    const stopping = extractArchive({
      file: archive,
      into: path.join(folder, "into"),
      quota: QUOTA,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("stopped")),
    });
    await expect(stopping).rejects.toThrow("stopped");
    expect(await readdir(folder)).toEqual(["archive.zip"]);
  });
});

describe("an archive in parts", () => {
  const content = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 251));

  async function cut(bytes: Uint8Array, size: number): Promise<string[]> {
    const parts: string[] = [];
    for (let from = 0; from < bytes.length; from += size) {
      const part = path.join(folder, `archive.zip.${parts.length}`);
      await writeFile(part, bytes.subarray(from, from + size));
      parts.push(part);
    }
    return parts;
  }

  it.each([1, 7, 200, 100_000])("is read as one, however it was cut (%i bytes)", async (size) => {
    const parts = await cut(zip([file("a"), file("b/stored", { content }), file("c")]), size);
    const archive = await openArchive(parts, QUOTA);
    const entry = archive.entries.find(({ path }) => path === "b/stored");
    if (!entry) throw new Error("no entry");
    const collect = async (chunks: AsyncIterable<Buffer> | null) => {
      const all: Buffer[] = [];
      for await (const chunk of chunks ?? []) all.push(chunk);
      return Buffer.concat(all);
    };
    expect((await collect(archive.read(entry, signal))).equals(content)).toBe(true);
    const part = await collect(archive.readPart(entry, 99, 201));
    expect(part.equals(content.subarray(99, 201))).toBe(true);
    archive.close();
  });

  it("gives no part of a packed file", async () => {
    const archive = await openArchive(await put(zip([file("a", { content, method: 8 })])), QUOTA);
    expect(archive.readPart({ path: "a", bytes: 300, packedBytes: 1 }, 0, 10)).toBeNull();
    archive.close();
  });

  it("is refused when its last part is missing", async () => {
    const parts = await cut(zip([file("a"), file("b/stored", { content })]), 400);
    await expect(openArchive(parts.slice(0, -1), QUOTA)).rejects.toMatchObject({ code: "archive-truncated" });
  });
});

describe("names", () => {
  it.each([
    ["path traversal", "../evil", "archive-path-traversal"],
    ["path traversal in the middle", "a/../../evil", "archive-path-traversal"],
    ["a dot", "a/./b", "archive-path-traversal"],
    ["absolute path", "/etc/evil", "archive-path-absolute"],
    ["drive", "C:/evil", "archive-path-absolute"],
    ["drive-relative path", "c:evil", "archive-path-absolute"],
    ["network share", "\\\\server\\share\\evil", "archive-path-absolute"],
    ["backslash", "a\\..\\evil", "archive-path-backslash"],
    ["NUL", "good.txt\0.exe", "archive-path-control-character"],
    ["line feed", "a\nb", "archive-path-control-character"],
    ["right-to-left override", "a\u202Egpj.exe", "archive-path-control-character"],
    ["reserved Windows name", "a/CON", "archive-path-reserved"],
    ["reserved Windows name with an extension", "nul.txt", "archive-path-reserved"],
    ["reserved Windows name before spaces and an extension", "CON  .txt", "archive-path-reserved"],
    ["reserved Windows port in superscript", "COM¹", "archive-path-reserved"],
    ["a character that some systems take for a slash", "a\uF02Fb", "archive-path-control-character"],
    ["a line separator", "a\u2028b", "archive-path-control-character"],
    ["trailing dot", "a./b", "archive-path-trailing"],
    ["trailing space", "a ", "archive-path-trailing"],
    ["alternate data stream", "a.txt:stream", "archive-path-unsafe"],
    ["wildcard", "a*", "archive-path-unsafe"],
    ["empty segment", "a//b", "archive-path-unsafe"],
    ["empty name", "", "archive-path-unsafe"],
    ["too long", `${"a".repeat(150)}/${"b".repeat(150)}/${"c".repeat(150)}`, "archive-path-unsafe"],
    ["too deep", `${"a/".repeat(100)}b`, "archive-path-unsafe"],
    ["traversal by a folder entry", "../evil/", "archive-path-traversal"],
  ])("%s", async (_what, name, code) => {
    expect(await refusal(zip([file("first"), { name }]))).toBe(code);
  });

  it("not UTF-8", async () => {
    expect(await refusal(zip([{ name: Buffer.from([0x61, 0xff]) }]))).toBe("archive-path-unsafe");
  });

  it.each([
    ["the same name twice", ["a", "a"], "archive-name-duplicate"],
    ["case", ["Setup.cab", "setup.CAB"], "archive-name-collision"],
    ["case of a folder", ["A/x", "a/y"], "archive-name-collision"],
    ["Unicode normalisation", ["\u00e9", "e\u0301"], "archive-name-collision"],
    ["case and Unicode normalisation", ["\u00c9", "e\u0301"], "archive-name-collision"],
    ["case that takes two letters", ["Stra\u00dfe", "STRASSE"], "archive-name-collision"],
    ["case of a letter with three forms", ["\u017fetup", "SETUP"], "archive-name-collision"],
    ["a sign for a letter", ["\u212a", "k"], "archive-name-collision"],
    ["letters joined to one", ["\ufb01le", "FILE"], "archive-name-collision"],
    ["a file that is a folder of another", ["a", "a/b"], "archive-file-is-folder"],
    ["a folder that is a file elsewhere", ["a/b", "A"], "archive-file-is-folder"],
    ["a file and a folder of one name", ["a/", "a"], "archive-file-is-folder"],
  ])("colliding: %s", async (_what, names, code) => {
    const entries = names.map((name) => (name.endsWith("/") ? { name } : file(name)));
    expect(await refusal(zip(entries))).toBe(code);
  });
});

describe("kinds of entries", () => {
  it.each<[string, Partial<ZipEntry>, string]>([
    ["symbolic link", { externalAttributes: symlink }, "archive-link"],
    ["Windows reparse point", { externalAttributes: 0x400 }, "archive-link"],
    ["hard link of the Unix field", { extra: unixField("target") }, "archive-link"],
    ["character device", { externalAttributes: (0o020666 << 16) >>> 0 }, "archive-device"],
    ["block device", { externalAttributes: (0o060666 << 16) >>> 0 }, "archive-device"],
    ["pipe", { externalAttributes: (0o010666 << 16) >>> 0 }, "archive-device"],
    ["folder that calls itself a file", { externalAttributes: (0o040755 << 16) >>> 0 }, "archive-device"],
    ["encrypted", { flags: 0x801 }, "archive-encrypted"],
    ["strongly encrypted", { flags: 0x841 }, "archive-encrypted"],
    ["directory encrypted", { flags: 0x2800 }, "archive-encrypted"],
    ["unknown packing", { method: 14 }, "archive-method-unsupported"],
    ["another name in the local header", { localName: "../../evil" }, "archive-header-mismatch"],
    ["another size in the local header", { localFacts: { bytes: 99 } }, "archive-header-mismatch"],
    [
      "another packed size in the local header",
      { localFacts: { packedBytes: 99 } },
      "archive-header-mismatch",
    ],
    ["another checksum in the local header", { localFacts: { crc: 99 } }, "archive-header-mismatch"],
  ])("%s", async (_what, overrides, code) => {
    expect(await refusal(zip([file("first"), file("a", overrides)]))).toBe(code);
  });

  it("a link and a file that goes through it", async () => {
    const link = file("a", { content: Buffer.from("/tmp"), externalAttributes: symlink });
    expect(await refusal(zip([link, file("a/evil")]))).toBe("archive-link");
  });
});

describe("bombs", () => {
  const zeros = Buffer.alloc(3 * 1024 * 1024);

  it("ratio, declared", async () => {
    expect(await refusal(zip([file("a", { content: zeros, method: 8 })]))).toBe("archive-ratio-too-high");
  });

  it("one file larger than allowed", async () => {
    expect(await refusal(zip([file("a", { content: zeros })]), { entryBytes: 1000 })).toBe(
      "archive-entry-too-large",
    );
  });

  it("all files together larger than allowed", async () => {
    const entries = ["a", "b", "c"].map((name) => file(name, { content: zeros }));
    expect(await refusal(zip(entries))).toBe("archive-too-large");
  });

  it("undeclared size: more comes out than was said", async () => {
    const packed = deflateRawSync(zeros);
    const liar = file("a", { content: Buffer.from("x"), packed, method: 8 });
    expect(await refusal(zip([file("first"), liar]))).toBe("archive-size-lies");
  });

  it("declared size that never comes", async () => {
    const liar = file("a", { content: Buffer.from("x"), bytes: 1000, method: 8 });
    expect(await refusal(zip([liar]))).toBe("archive-size-lies");
  });

  it("a stored file of two sizes", async () => {
    expect(await refusal(zip([file("a", { bytes: 5 })]))).toBe("archive-size-lies");
  });

  it("more entries than the end record counts", async () => {
    const many = Array.from({ length: 50 }, (_, index) => file(`f${index}`));
    expect(await refusal(zip(many, { entries: 2 }))).toBe("archive-directory-lies");
  });

  it("overlapping entries: one content under many names", async () => {
    const kernel = file("same", { content: zeros.subarray(0, 1000) });
    const again = (name: string) => file(name, { ...kernel, name, localName: name, offset: 0 });
    const shared = zip([kernel, { ...again("same2"), packed: Buffer.alloc(0), packedBytes: 1000 }]);
    expect(await refusal(shared)).toBe("archive-header-mismatch");
  });

  it("overlapping entries: an entry inside the content of another", async () => {
    const inner = zip([file("b")]);
    const innerLocal = inner.subarray(0, 30 + 1 + "content of b".length);
    // The local header of `b` lies inside the bytes of `a`: 30 bytes of header and one of name further.
    const hidden = file("b", { packed: Buffer.alloc(0), packedBytes: "content of b".length, offset: 31 });
    expect(await refusal(zip([file("a", { content: innerLocal }), hidden]))).toBe("archive-overlapping");
  });
});

describe("damage", () => {
  const honest = () => zip([file("a", { content: Buffer.alloc(5000, 7) }), file("b")]);

  it("wrong CRC", async () => {
    expect(await refusal(zip([file("a", { crc: 1 })]))).toBe("archive-crc-mismatch");
  });

  it("a flipped bit of the content", async () => {
    const bytes = honest();
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    expect(await refusal(bytes)).toBe("archive-crc-mismatch");
  });

  it("broken packing", async () => {
    const packed = Buffer.from("this is not deflated");
    const code = await refusal(zip([file("a", { packed, bytes: 100, method: 8 })]));
    expect(code).toBe("archive-damaged");
  });

  it("packing that ends early", async () => {
    const content = Buffer.from("some words that take a few bytes to pack");
    const packed = deflateRawSync(content).subarray(0, 10);
    expect(await refusal(zip([file("a", { content, packed, method: 8 })]))).toBe("archive-truncated");
  });

  it("truncated at every length", async () => {
    const bytes = honest();
    const kept = [10, 30, 1000, 5000, bytes.length - 30, bytes.length - 22, bytes.length - 1];
    for (const length of kept) {
      const code = await refusal(bytes.subarray(0, length));
      expect(["archive-truncated", "archive-not-a-zip"], String(length)).toContain(code);
    }
  });

  it("not an archive", async () => {
    expect(await refusal(Buffer.alloc(1000, 65))).toBe("archive-not-a-zip");
    expect(await refusal(Buffer.alloc(0))).toBe("archive-not-a-zip");
  });

  it("two ends, of which each could be the one", async () => {
    const other = zip([file("other")]).subarray(-22);
    expect(await refusal(zip([file("a")], { comment: other }))).toBe("archive-directory-lies");
  });

  it("bytes after the end", async () => {
    expect(await refusal(Buffer.concat([honest(), Buffer.from("x")]))).toBe("archive-truncated");
  });

  it.each<[string, ZipOptions, string]>([
    ["directory elsewhere", { directoryOffset: 3 }, "archive-directory-lies"],
    ["directory longer", { directoryBytes: 9999 }, "archive-directory-lies"],
    ["zip64 announced, but not there", { entries: 0xffff }, "archive-zip64-lies"],
    ["zip64 disagrees on the count", { zip64: { entries: 5 } }, "archive-zip64-lies"],
    ["zip64 disagrees on the place", { zip64: { directoryOffset: 1 } }, "archive-zip64-lies"],
    ["zip64 beyond the file", { zip64: { directoryBytes: 2 ** 48 } }, "archive-zip64-lies"],
  ])("%s", async (_what, options, code) => {
    expect(await refusal(zip([file("a"), file("b")], options))).toBe(code);
  });

  it("a zip64 size in an entry that is not there", async () => {
    expect(await refusal(zip([file("a", { bytes: 0xffffffff })]))).toMatch(/^archive-(too|entry-too)-large$/);
    const short = Buffer.from([1, 0, 4, 0, 0, 0, 0, 0]);
    expect(await refusal(zip([file("a", { bytes: 0xffffffff, extra: short })]))).toBe("archive-zip64-lies");
    const beyond = Buffer.alloc(12, 0xff); // 2⁶⁴ − 1 bytes
    beyond.writeUInt16LE(1, 0);
    beyond.writeUInt16LE(8, 2);
    expect(await refusal(zip([file("a", { bytes: 0xffffffff, extra: beyond })]))).toBe(
      "archive-entry-too-large",
    );
  });
});

describe("reading without unpacking", () => {
  it("lists and reads one file, within its bound", async () => {
    const archive = await put(zip([file("a"), file("b/c", { method: 8 })]));
    expect(await listArchive({ file: archive, quota: QUOTA })).toMatchObject([
      { path: "a" },
      { path: "b/c" },
    ]);
    const ask = { file: archive, quota: QUOTA, signal, maxBytes: 100 };
    expect((await readFromArchive({ ...ask, entryPath: "b/c" }))?.toString()).toBe("content of b/c");
    expect(await readFromArchive({ ...ask, entryPath: "none" })).toBeNull();
    await expect(readFromArchive({ ...ask, entryPath: "a", maxBytes: 3 })).rejects.toMatchObject({
      code: "archive-entry-too-large",
    });
  });
});

describe("writing", () => {
  const packed = (content: string) => ({
    bytes: Buffer.byteLength(content),
    async *open() {
      yield Buffer.from(content);
    },
  });
  const write = async (files: Parameters<typeof writeArchive>[0]) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeArchive(files)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  it("makes the same bytes of the same files, in whatever order and time zone", async () => {
    const files = [
      { path: "b/two", ...packed("2") },
      { path: "a", ...packed("1") },
    ];
    const first = await write(files);
    const zone = process.env.TZ;
    process.env.TZ = "Asia/Tokyo";
    const second = await write(files.toReversed());
    process.env.TZ = zone ?? "UTC";
    expect(second.equals(first)).toBe(true);
    const into = await extract(first);
    expect(await readFile(path.join(into, "b/two"), "utf8")).toBe("2");
  });

  it("fails when a file fails, and when it has another size", async () => {
    const broken = {
      path: "a",
      bytes: 3,
      // biome-ignore lint/correctness/useYield: it fails before it has anything to give.
      async *open(): AsyncGenerator<Uint8Array> {
        throw new Error("disk");
      },
    };
    await expect(write([broken])).rejects.toThrow("disk");
    await expect(write([{ path: "a", ...packed("1234"), bytes: 3 }])).rejects.toThrow();
  });
});

/** PKWARE's Unix field with times, owner, and the target of a link. */
function unixField(target: string): Buffer {
  const data = Buffer.concat([Buffer.alloc(12), Buffer.from(target)]);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(0x000d, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}

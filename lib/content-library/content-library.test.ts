import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, readdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ContentLibrary } from "./content-library";
import { type ContentManifest, PIECE_BYTES } from "./model";

const signal = new AbortController().signal;
const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
const content = randomBytes(2 * PIECE_BYTES + 1_000);
const hash = sha256(content);
const longer = Buffer.concat([content, randomBytes(PIECE_BYTES)]);

let installDir: string;
let library: ContentLibrary;
beforeEach(async () => {
  installDir = await mkdtemp(path.join(os.tmpdir(), "scp-content-"));
  library = new ContentLibrary(installDir);
});
afterEach(() => rm(installDir, { recursive: true, force: true }));

/** Parts that fit no piece; counts what was read. */
function source(data: Buffer, options: { breakAfter?: number } = {}) {
  const asked: number[] = [];
  let bytesRead = 0;
  return {
    asked,
    bytesRead: () => bytesRead,
    read: async (start: number) => {
      asked.push(start);
      return (async function* () {
        for (let at = start; at < data.length; at += 300_000) {
          if (options.breakAfter !== undefined && at >= options.breakAfter) throw new Error("cut");
          const part = data.subarray(at, at + 300_000);
          bytesRead += part.length;
          yield part;
        }
      })();
    },
  };
}

const add = (data: Buffer, from = source(data), name = "a.bin") =>
  library.addFile({ path: name, bytes: data.length, sha256: sha256(data), read: from.read, signal });

const manifestOf = (version: number, files: ContentManifest["files"]): ContentManifest => ({
  packageId: "CAS00001",
  version,
  files,
});

async function damage(file: string, position: number) {
  const handle = await open(file, "r+");
  await handle.write(Buffer.from([content[position]! ^ 1]), 0, 1, position);
  await handle.close();
}

it("stores a content once under its hash and knows its pieces", async () => {
  const first = await add(content);
  expect(first.pieces).toEqual([
    sha256(content.subarray(0, PIECE_BYTES)),
    sha256(content.subarray(PIECE_BYTES, 2 * PIECE_BYTES)),
    sha256(content.subarray(2 * PIECE_BYTES)),
  ]);
  expect(path.relative(installDir, library.filePath(hash))).toBe(
    path.join("ContentLib", "FileLib", hash.slice(0, 4), hash),
  );
  const again = source(content);
  expect(await add(content, again, "b.bin")).toEqual({ ...first, path: "b.bin" });
  expect(again.asked).toEqual([]);
  expect(await readdir(path.dirname(library.filePath(hash)))).toEqual([hash]);
  expect((await readFile(library.filePath(hash))).equals(content)).toBe(true);
});

it("stores an empty file", async () => {
  expect(await add(Buffer.alloc(0))).toMatchObject({ bytes: 0, pieces: [] });
});

it("goes on behind the last whole piece when it was cut off", async () => {
  await expect(add(longer, source(longer, { breakAfter: 2 * PIECE_BYTES - 1_000_000 }))).rejects.toThrow(
    "cut",
  );
  const rest = source(longer);
  await add(longer, rest);
  expect(rest.asked).toEqual([PIECE_BYTES]);
  expect((await readFile(library.filePath(sha256(longer)))).equals(longer)).toBe(true);
});

it("trusts nothing that it cannot verify of what was left", async () => {
  await expect(add(longer, source(longer, { breakAfter: 2 * PIECE_BYTES + 100 }))).rejects.toThrow("cut");
  await damage(`${library.filePath(sha256(longer))}.adding`, PIECE_BYTES + 5);
  const rest = source(longer);
  await add(longer, rest);
  expect(rest.asked).toEqual([PIECE_BYTES]);
});

it.each([
  ["another", randomBytes(content.length)],
  ["a shorter", content.subarray(0, -1)],
  ["a longer", Buffer.concat([content, Buffer.alloc(1)])],
])("refuses %s content", async (_which, data) => {
  const from = source(data as Buffer);
  const adding = library.addFile({
    path: "a.bin",
    bytes: content.length,
    sha256: hash,
    read: from.read,
    signal,
  });
  await expect(adding).rejects.toMatchObject({ code: "content-damaged" });
  await expect(stat(library.filePath(hash))).rejects.toMatchObject({ code: "ENOENT" });
});

it("stores a damaged content anew", async () => {
  await add(content);
  await damage(library.filePath(hash), 7);
  await add(content);
  expect(sha256(await readFile(library.filePath(hash)))).toBe(hash);
});

it("refuses a manifest that is not the one its hash names", async () => {
  const manifest = manifestOf(3, [await add(content)]);
  const manifestSha256 = await library.writeManifest(manifest);
  expect(await library.readManifest("CAS00001", 3, manifestSha256)).toEqual(manifest);
  expect(await library.readManifest("CAS00001", 4, manifestSha256)).toBeNull();
  await writeFile(path.join(library.folder, "DataLib", "CAS00001.3.json"), JSON.stringify(manifest, null, 1));
  await expect(library.readManifest("CAS00001", 3, manifestSha256)).rejects.toMatchObject({
    code: "manifest-damaged",
  });
});

it.each(["../escape", "/etc/passwd", "a\\b", "a//b", "nul", "C:/x"])(
  "refuses a manifest with the path %s",
  async (name) => {
    const file = await add(content);
    await expect(library.writeManifest(manifestOf(1, [{ ...file, path: name }]))).rejects.toThrow();
  },
);

it("has no place for what is no hash", () => {
  expect(() => library.filePath("../../etc/passwd")).toThrow();
});

it("finds what is missing by looking at sizes, and what is damaged by looking at bytes", async () => {
  const manifest = manifestOf(1, [await add(content)]);
  expect(await library.findMissing(manifest, { deep: true, signal })).toEqual([]);
  await damage(library.filePath(hash), PIECE_BYTES + 1);
  expect(await library.findMissing(manifest, { deep: false, signal })).toEqual([]);
  expect(await library.findMissing(manifest, { deep: true, signal })).toEqual([
    { sha256: hash, firstPiece: 1, pieceCount: 1, bytes: PIECE_BYTES },
  ]);
  await truncate(library.filePath(hash), 10);
  expect(await library.findMissing(manifest, { deep: false, signal })).toEqual([
    { sha256: hash, firstPiece: 0, pieceCount: 3, bytes: content.length },
  ]);
});

it("does not take a link for stored content", async () => {
  const file = await add(content);
  const elsewhere = path.join(installDir, "elsewhere");
  await writeFile(elsewhere, content);
  await rm(library.filePath(hash));
  await symlink(elsewhere, library.filePath(hash));
  expect(await library.findMissing(manifestOf(1, [file]), { deep: false, signal })).toHaveLength(1);
});

it("repairs beside the stored file: a reader never sees half a piece, a cut leaves it detectable", async () => {
  const file = await add(content);
  const manifest = manifestOf(1, [file]);
  await damage(library.filePath(hash), 0);
  await damage(library.filePath(hash), 2 * PIECE_BYTES);
  const reader = await open(library.filePath(hash), "r");
  const piece = (index: number) =>
    new Uint8Array(content.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES));
  const cut = library.completeFile(file, async (writer) => {
    await writer.write(0, piece(0));
    throw new Error("cut");
  });
  await expect(cut).rejects.toThrow("cut");
  // The first is repaired, though not in place; only the other is still wanted.
  expect(await library.findMissing(manifest, { deep: true, signal })).toEqual([
    { sha256: hash, firstPiece: 2, pieceCount: 1, bytes: 1_000 },
  ]);
  const wrong = library.completeFile(file, (writer) => writer.write(2, piece(1)));
  await expect(wrong).rejects.toMatchObject({ code: "content-damaged", params: { piece: 2 } });
  await library.completeFile(file, (writer) => writer.write(2, piece(2)));
  expect(await library.findMissing(manifest, { deep: true, signal })).toEqual([]);
  const before = Buffer.alloc(1);
  await reader.read(before, 0, 1, 0);
  await reader.close();
  expect(before[0]).toBe(content[0]! ^ 1);
});

it("stops looking when it is told to", async () => {
  const manifest = manifestOf(1, [await add(content)]);
  const looking = library.findMissing(manifest, { deep: true, signal: AbortSignal.abort(new Error("stop")) });
  await expect(looking).rejects.toThrow("stop");
});

it("removes with a version what no other names, and never what is still being stored", async () => {
  const shared = await add(content);
  const [own, unnamed] = [randomBytes(100), randomBytes(200)];
  await library.writeManifest(manifestOf(1, [shared, await add(own, source(own), "own.bin")]));
  await library.writeManifest(manifestOf(2, [shared]));
  await add(unnamed);
  await library.removeVersion("CAS00001", 1);
  await library.removeVersion("CAS00001", 1);
  await expect(stat(library.filePath(sha256(own)))).rejects.toMatchObject({ code: "ENOENT" });
  expect((await stat(library.filePath(hash))).size).toBe(content.length);
  expect((await stat(library.filePath(sha256(unnamed)))).size).toBe(200);
});

it("removes nothing while a manifest cannot be read: it may name anything", async () => {
  await library.writeManifest(manifestOf(1, [await add(content)]));
  await library.writeManifest(manifestOf(2, []));
  await writeFile(path.join(library.folder, "DataLib", "CAS00001.2.json"), "{");
  await library.removeVersion("CAS00001", 1);
  expect((await stat(library.filePath(hash))).size).toBe(content.length);
});

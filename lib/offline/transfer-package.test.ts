import { mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONTENTS } from "./model";
import { openTransferPackage } from "./open-package";
import { packageBytes, type SealedFile, sealPackage, smallFile } from "./seal-package";
import { loadSigningKey, temporarySigningKey } from "./signing";
import { verifyContents } from "./verify-contents";
import { writePackage } from "./write-package";

const signal = new AbortController().signal;
const key = temporarySigningKey();
const FACTS = {
  kind: "answer",
  requestId: "1f0c9b52-3c1c-4a41-9d2a-0d0e0f101112",
  hierarchy: "N0cI//dxndWXnsh11WzSKG9tPPfsMXo7JWMqqyjsN7s=",
  createdAt: "2020-04-20T08:00:00.000Z",
  writtenBy: "service-connection-tool 0.1.0",
} as const;
const payload = Buffer.from(Array.from({ length: 9000 }, (_, index) => (index * 7) % 253));
const target = (content: Buffer): SealedFile => {
  const { sha256 } = smallFile("", content);
  return smallFile(`targets/${sha256}`, content);
};
const FILES = [smallFile("5.00.8853.1000-SiteVersion.txt", Buffer.from("5.00.8853.1000")), target(payload)];
const sealed = sealPackage(FACTS, FILES, key);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-transfer-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (volumeBytes: number | null, overrides: Partial<Parameters<typeof writePackage>[0]> = {}) =>
  writePackage({ files: sealed, folder, fileName: "UpdatePack.zip", volumeBytes, signal, ...overrides });

/** Opens and reads all of it. Returns what stands for all its content. */
async function readAll(file: string): Promise<string> {
  const pack = await openTransferPackage(file);
  try {
    await verifyContents(pack, { signal, onRead: () => {} });
    return pack.contentsSha256;
  } finally {
    pack.close();
  }
}

/** The code of the refusal. */
const refusal = (file: string): Promise<string> =>
  readAll(file).then(
    () => "it was believed",
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("a transfer package", () => {
  it("is read as it was written, and says who wrote it for whom", async () => {
    const [file = ""] = await write(null);
    const pack = await openTransferPackage(file);
    expect(pack.contents).toMatchObject(FACTS);
    expect((await pack.read(FILES[1]?.path ?? "", 10_000)).equals(payload)).toBe(true);
    pack.close();
    await readAll(file);
  });

  it("consists of the same bytes whenever it is written from the same files", async () => {
    const [file = ""] = await write(null);
    expect((await readFile(file)).equals(await packageBytes(sealed))).toBe(true);
  });

  it("is refused at every length but its own", async () => {
    const bytes = await packageBytes(sealed);
    const file = path.join(folder, "cut.zip");
    for (let length = bytes.length - 1; length > 0; length -= 97) {
      await writeFile(file, bytes.subarray(0, length));
      expect(await refusal(file)).toMatch(/^archive-(truncated|not-a-zip)$/);
    }
  });

  it("with any byte changed is refused, or says the very same", async () => {
    const bytes = await packageBytes(sealed);
    const file = path.join(folder, "flipped.zip");
    await writeFile(file, bytes);
    const original = await readAll(file);
    for (let at = 0; at < bytes.length; at += 41) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 4;
      await writeFile(file, flipped);
      // Times and versions in the headers of the zip vouch for nothing.
      const outcome = await readAll(file).catch((error: { code?: string }) => error.code);
      expect(outcome === original || /^(archive|transfer)-/.test(outcome ?? ""), `byte ${at}`).toBe(true);
    }
  });

  it.each<[string, () => SealedFile[], string]>([
    [
      "a file more than it lists",
      () => [...sealed, smallFile("more", Buffer.from("x"))],
      "transfer-contents-differ",
    ],
    [
      "a file less",
      () => sealed.filter(({ path: name }) => !name.startsWith("targets/")),
      "transfer-contents-differ",
    ],
    [
      "another content",
      () =>
        sealed.map((file) =>
          file.path.startsWith("targets/") ? { ...target(Buffer.alloc(9000)), path: file.path } : file,
        ),
      "transfer-entry-damaged",
    ],
    [
      "a target under the name of another",
      () => sealPackage(FACTS, [{ ...target(payload), path: `targets/${"0".repeat(64)}` }], key),
      "transfer-entry-damaged",
    ],
    [
      "contents that another key signed",
      () => {
        const [, signature] = sealPackage({ ...FACTS, kind: "request" }, FILES, temporarySigningKey());
        return signature ? [...sealed.filter(({ path: name }) => name !== signature.path), signature] : [];
      },
      "transfer-signature-invalid",
    ],
    ["no contents", () => FILES, "transfer-not-a-package"],
    [
      "contents of a later version",
      () => [
        smallFile(CONTENTS, Buffer.from('{"schemaVersion":2,"writtenBy":"tool 9"}')),
        ...sealed.slice(1),
      ],
      "transfer-schema-unknown",
    ],
  ])("is refused with %s", async (_what, files, code) => {
    const file = path.join(folder, "other.zip");
    await writeFile(file, await packageBytes(files()));
    expect(await refusal(file)).toBe(code);
  });
});

describe("a package in volumes", () => {
  it("is cut at the size that was asked for, and read again in any folder", async () => {
    const files = await write(4096);
    expect(files.map((file) => path.basename(file))).toEqual(
      ["001", "002", "003"].map((number) => `UpdatePack.zip.${number}`),
    );
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    expect(sizes.slice(0, 2)).toEqual([4096, 4096]);
    await rename(folder, `${folder}-moved`);
    folder = `${folder}-moved`;
    await readAll(path.join(folder, "UpdatePack.zip.001"));
  });

  it.each([
    ["the middle one is missing", 2, 2],
    ["the last one is missing", 3, 3],
  ])("is refused when %s, which is named", async (_what, lost, named) => {
    const files = await write(4096);
    await rm(files[lost - 1] ?? "");
    await expect(openTransferPackage(files[0] ?? "")).rejects.toMatchObject({
      code: "transfer-volumes-incomplete",
      params: { volume: named },
    });
  });

  it("is refused when one is shorter than it was", async () => {
    const files = await write(4096);
    await truncate(files[1] ?? "", 4000);
    await expect(openTransferPackage(files[0] ?? "")).rejects.toMatchObject({
      code: "transfer-volumes-incomplete",
      params: { volume: 2 },
    });
  });

  it("has no empty volume when it ends where one does", async () => {
    const { length } = await packageBytes(sealed);
    expect(await write(length)).toHaveLength(1);
  });
});

describe("writing", () => {
  /** Breaks off while the payload is read, as when the medium is pulled. */
  const breakingOff = sealed.map((file) =>
    file.path.startsWith("targets/")
      ? {
          ...file,
          async *open() {
            yield payload.subarray(0, 5000);
            throw new Error("pulled");
          },
        }
      : file,
  );

  it.each([null, 2048])(
    "leaves nothing under the final name when it breaks off (volumes of %s)",
    async (volumeBytes) => {
      await expect(write(volumeBytes, { files: breakingOff })).rejects.toThrow("pulled");
      expect((await readdir(folder)).filter((name) => !name.endsWith(".partial"))).toEqual([]);
      const files = await write(volumeBytes);
      await readAll(files[0] ?? "");
      expect((await readdir(folder)).filter((name) => name.endsWith(".partial"))).toEqual([]);
    },
  );

  it("goes on after what an earlier run left, and writes over what is another package's", async () => {
    const bytes = await packageBytes(sealed);
    const partial = path.join(folder, "UpdatePack.zip.partial");
    await writeFile(partial, Buffer.concat([bytes.subarray(0, 3000), Buffer.alloc(60_000, 1)]));
    const [file = ""] = await write(null);
    expect((await readFile(file)).equals(bytes)).toBe(true);
  });

  it("replaces an earlier package of the same name, however it was cut", async () => {
    await write(1024);
    await writeFile(path.join(folder, "UpdatePack.zip.partial"), "left");
    await writeFile(path.join(folder, "another.zip.001"), "another's");
    await write(null);
    expect((await readdir(folder)).sort()).toEqual(["UpdatePack.zip", "another.zip.001"]);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    await expect(write(null, { signal: stop.signal })).rejects.toThrow("stopped");
  });
});

it("a signing key is made once, and only its owner can read it", async () => {
  const file = path.join(folder, "deep/signing.key");
  const first = await loadSigningKey(file);
  expect((await loadSigningKey(file)).publicKey).toBe(first.publicKey);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

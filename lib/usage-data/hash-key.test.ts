import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashKeyFile, loadHashKey } from "./hash-key";

let installDir: string;
beforeEach(async () => {
  installDir = await mkdtemp(path.join(os.tmpdir(), "scp-hash-key-"));
});
afterEach(() => rm(installDir, { recursive: true, force: true }));

it("is made once, 32 bytes that only their owner reads", async () => {
  const key = await loadHashKey(installDir);
  expect(key).toHaveLength(32);
  expect(await loadHashKey(installDir)).toEqual(key);
  expect((await stat(hashKeyFile(installDir))).mode & 0o777).toBe(0o600);
});

it("is one key for all who make it at once, and leaves nothing else behind", async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadHashKey(installDir)));
  expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
  expect(await readdir(path.dirname(hashKeyFile(installDir)))).toEqual(["hash.key"]);
});

it("is not silently replaced when the file is damaged", async () => {
  await loadHashKey(installDir);
  await writeFile(hashKeyFile(installDir), "short");
  await expect(loadHashKey(installDir)).rejects.toThrow("is not a key");
});

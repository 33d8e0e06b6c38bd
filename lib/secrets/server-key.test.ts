import { mkdtemp, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { loadServerKey } from "./server-key";

const installDir = () => mkdtemp(path.join(os.tmpdir(), "scp-keys-"));

it("makes the server's key once, also when several threads ask at once", async () => {
  const dir = await installDir();
  const [one, other] = await Promise.all([loadServerKey(dir), loadServerKey(dir)]);
  expect(one).toEqual(other);
  expect(await loadServerKey(dir)).toEqual(one);
});

it("lets nobody but the executive's account read it", async () => {
  const dir = await installDir();
  await loadServerKey(dir);
  expect((await stat(path.join(dir, "keys", "sealing.key"))).mode & 0o777).toBe(0o600);
});

it("says that a damaged file is no key instead of making another, which would hide that the secrets are lost", async () => {
  const dir = await installDir();
  await loadServerKey(dir);
  await writeFile(path.join(dir, "keys", "sealing.key"), "short");
  await expect(loadServerKey(dir)).rejects.toThrow("is not a pair of keys");
});

import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findUnwritable, PROBE } from "./collect-disk-facts";

let installDir: string;
beforeAll(async () => {
  installDir = await mkdtemp(path.join(os.tmpdir(), "scp-disk-facts-"));
});
afterAll(() => rm(installDir, { recursive: true, force: true }));

test("what a killed check left in a folder neither makes it unwritable nor stays", async () => {
  await mkdir(path.join(installDir, "bin"));
  for (const folder of ["", "bin"]) await writeFile(path.join(installDir, folder, PROBE), "");
  expect(await findUnwritable(installDir)).toEqual([]);
  expect(await readdir(installDir)).toEqual(["bin"]);
  expect(await readdir(path.join(installDir, "bin"))).toEqual([]);
});

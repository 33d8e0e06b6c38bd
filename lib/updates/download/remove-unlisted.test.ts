import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { removeUnlisted } from "./remove-unlisted";

it("leaves the listed files of a package and nothing else", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-unlisted-"));
  await mkdir(path.join(folder, "redist"));
  for (const file of ["setup.cab", "old.cab", "old.cab.partial", "redist/one.cab", "redist/two.cab"]) {
    await writeFile(path.join(folder, file), "");
  }
  await removeUnlisted(folder, new Set(["setup.cab", "redist/one.cab"]));
  expect((await readdir(folder, { recursive: true })).sort()).toEqual([
    "redist",
    "redist/one.cab",
    "setup.cab",
  ]);
  await rm(folder, { recursive: true });
});

import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readSourceFolders } from "./folder-source";

let folder: string;
let payload: string;
let redist: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-source-"));
  payload = path.join(folder, "payload");
  redist = path.join(folder, "redist-of-1910");
  await mkdir(path.join(payload, "SMSSetup"), { recursive: true });
  await mkdir(redist);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("lists the payload as it lies and redistributables below redist/", async () => {
  await writeFile(path.join(payload, "SMSSetup", "update.map.cab"), "");
  await writeFile(path.join(payload, "splash.hta"), "");
  await writeFile(path.join(redist, "sqlncli.msi"), "");
  const files = await readSourceFolders(payload, redist);
  expect(files.map((file) => file.path)).toEqual([
    "SMSSetup/update.map.cab",
    "splash.hta",
    "redist/sqlncli.msi",
  ]);
});

it("refuses a payload without files", async () => {
  await expect(readSourceFolders(payload)).rejects.toMatchObject({ code: "payload-empty" });
});

it("refuses a folder that is not there", async () => {
  await expect(readSourceFolders(path.join(folder, "no"))).rejects.toMatchObject({ code: "folder-missing" });
});

it("refuses links, which could bring in any file of this computer", async () => {
  await symlink("/etc/passwd", path.join(payload, "innocent.cab"));
  await expect(readSourceFolders(payload)).rejects.toMatchObject({ code: "payload-not-a-file" });
});

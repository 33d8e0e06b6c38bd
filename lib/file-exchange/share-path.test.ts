import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openShared, parseRequestTarget, requestTarget } from "./share-path";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-share-"));
  await mkdir(path.join(folder, "share", "inner"), { recursive: true });
  await writeFile(path.join(folder, "share", "inner", "a.bin"), "inside");
  await writeFile(path.join(folder, "secret.pem"), "outside");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("reads back what it wrote", () => {
  const file = { share: "EasySetupPayload", path: "guid/Über uns & ä%.cab" } as const;
  expect(parseRequestTarget(requestTarget(file))).toEqual(file);
});

it.each([
  "/",
  "/ContentLib",
  "/ContentLib/",
  "/Logs/sender.log",
  "/contentlib/a",
  "/ContentLib/../file-exchange/identity.pem",
  "/ContentLib/%2e%2e/identity.pem",
  "/ContentLib/a/%2E%2E/%2E%2E/identity.pem",
  "/ContentLib/..%2fidentity.pem",
  "/ContentLib/%252e%252e/identity.pem%",
  "/ContentLib/..%5cidentity.pem",
  "/ContentLib//etc/passwd",
  "/ContentLib/%2Fetc%2Fpasswd",
  "/ContentLib/C:/windows",
  "/ContentLib/a%00.bin",
  "/ContentLib/a?b",
  "/ContentLib/a#b",
  "/ContentLib/%61",
  "/ContentLib/%zz",
  "https://other/ContentLib/a",
])("refuses %s", (target) => {
  expect(parseRequestTarget(target)).toBeNull();
});

it("opens plain files below the share", async () => {
  const opened = await openShared(path.join(folder, "share"), "inner/a.bin");
  expect(opened?.size).toBe(6);
  await opened?.handle.close();
});

it("follows no link, neither of a file nor of a folder, and opens no folder", async () => {
  const share = path.join(folder, "share");
  await symlink(path.join(folder, "secret.pem"), path.join(share, "file"));
  await symlink(folder, path.join(share, "folder"));
  await symlink(path.join(share, "inner"), path.join(share, "within"));
  for (const name of ["file", "folder/secret.pem", "within/a.bin", "inner", "missing"]) {
    expect(await openShared(share, name)).toBeNull();
  }
});

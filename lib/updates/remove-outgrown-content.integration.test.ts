import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { easySetupVersions, updateDownloads, updatePackageFiles } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { testDatabase } from "@/lib/testing/database";
import { removeUnwantedContent } from "./remove-content";
import { removeOutgrownContent } from "./remove-outgrown-content";
import { packageFolder } from "./run-download";
import {
  addPackage,
  clearServicingLab,
  hierarchyManagerThread,
  installHierarchy,
  UPDATE,
} from "./servicing/testing/servicing-lab";
import type { UpdateStateName } from "./state-machine";

const { db, connectionString } = await testDatabase();
let thread: ThreadContext;
beforeEach(async () => {
  ({ thread } = hierarchyManagerThread(db, connectionString, await installHierarchy(db)));
});
afterEach(async () => {
  await clearServicingLab(db);
  await rm(thread.installDir, { recursive: true, force: true });
});

async function downloaded(state: UpdateStateName, version?: { retired: boolean }): Promise<void> {
  await addPackage(db, { state });
  const folder = packageFolder(thread.installDir, UPDATE);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "setup.cab"), "abc");
  if (!version) return;
  const at = new Date();
  await db.insert(easySetupVersions).values({
    packageId: "CAS00001",
    version: 1,
    packageGuid: UPDATE,
    sourceHash: "",
    fileCount: 1,
    totalBytes: 3,
    createdAt: at,
    retiredAt: version.retired ? at : null,
  });
}

async function isLeft(): Promise<boolean> {
  await removeOutgrownContent(thread);
  await removeUnwantedContent(thread);
  return existsSync(packageFolder(thread.installDir, UPDATE));
}

it.each<[string, UpdateStateName, { retired: boolean } | undefined, boolean]>([
  [
    "of an installed update stays while a site keeps its content",
    "INSTALL_SUCCESS",
    { retired: false },
    true,
  ],
  ["of an installed update goes when no site keeps its content", "INSTALL_SUCCESS", { retired: true }, false],
  ["of a superfluous update that was never sent goes", "APPLICABILITY_HIDE", undefined, false],
  ["of an update that can be installed stays", "DOWNLOAD_SUCCESS", undefined, true],
  ["of one whose content is sent anew stays", "ENABLED", { retired: true }, true],
])("the download %s", async (_what, state, version, left) => {
  await downloaded(state, version);
  expect(await isLeft()).toBe(left);
});

it("what is superfluous now can be downloaded anew when it is wanted one day", async () => {
  await downloaded("APPLICABILITY_HIDE");
  await isLeft();
  expect(await db.select().from(updateDownloads)).toEqual([]);
  expect(await db.select().from(updatePackageFiles)).toMatchObject([{ bytesDone: 0, verifiedAt: null }]);
});

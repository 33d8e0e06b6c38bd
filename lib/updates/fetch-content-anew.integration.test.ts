import { eq } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import type { Database } from "@/lib/db/connection";
import { updateDownloads, updatePackageFiles, updatePackages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { fetchContentAnew } from "./fetch-content-anew";
import { UPDATE_STATE, type UpdateStateName } from "./state-machine";

const { db } = await testDatabase();
const at = new Date("2020-05-01T10:00:00Z");
const READY = "11111111-1111-4111-8111-111111111111";
const LOADING = "22222222-2222-4222-8222-222222222222";
const HOTFIX = "33333333-3333-4333-8333-333333333333";

beforeEach(() => emptyTables(db, "update_packages"));

async function pack(
  packageGuid: string,
  state: UpdateStateName,
  phase: "done" | "downloading" | "paused",
  source: "catalogue" | "out-of-band" = "catalogue",
): Promise<void> {
  await db.insert(updatePackages).values({
    packageGuid,
    name: packageGuid.slice(0, 1),
    description: { en: "" },
    fullVersion: "5.00.8913.1000",
    minCmVersion: "5.00.8692.1000",
    maxCmVersion: "5.00.8853.9999",
    dateCreated: at,
    dateReleased: at,
    lastUpdateTime: at,
    impact: 31,
    updateType: 0,
    state: UPDATE_STATE[state],
    manifestEntry: {},
    totalBytes: 8,
    source,
  });
  await db.insert(updatePackageFiles).values({
    packageGuid,
    path: "setup.cab",
    kind: "payload",
    targetPath: "setup.cab",
    bytes: 8,
    sha256: "00",
    bytesDone: 8,
    verifiedAt: at,
  });
  await db
    .insert(updateDownloads)
    .values({ packageGuid, phase, bytesDone: 8, requestedBy: "anna", updatedAt: at });
}

const fetchAnew = (isOffline = false) =>
  db.transaction((tx) =>
    fetchContentAnew(tx as unknown as Database, { at, by: "SMS_SITE_COMPONENT_MANAGER", isOffline }),
  );
const stateOf = async (guid: string) =>
  (await db.select().from(updatePackages).where(eq(updatePackages.packageGuid, guid)))[0]?.state;
const downloadOf = async (guid: string) =>
  (await db.select().from(updateDownloads).where(eq(updateDownloads.packageGuid, guid)))[0];
const fileOf = async (guid: string) =>
  (await db.select().from(updatePackageFiles).where(eq(updatePackageFiles.packageGuid, guid)))[0];

it("downloads once more what was ready, and takes a download under way for one that has nothing yet", async () => {
  await pack(READY, "DOWNLOAD_SUCCESS", "done");
  await pack(LOADING, "DOWNLOAD_IN_PROGRESS", "downloading");
  expect(await fetchAnew()).toEqual(["1"]);
  expect(await stateOf(READY)).toBe(UPDATE_STATE.DOWNLOAD_IN_PROGRESS);
  for (const guid of [READY, LOADING]) {
    expect(await downloadOf(guid)).toMatchObject({ phase: "queued", bytesDone: 0 });
    expect(await fileOf(guid)).toMatchObject({ verifiedAt: null, bytesDone: 0 });
  }
});

it("leaves a paused download paused, and one that is installed alone", async () => {
  await pack(LOADING, "DOWNLOAD_IN_PROGRESS", "paused");
  await pack(READY, "INSTALL_SUCCESS", "done");
  expect(await fetchAnew()).toEqual([]);
  expect(await downloadOf(LOADING)).toMatchObject({ phase: "paused", bytesDone: 0 });
  expect(await fileOf(READY)).toMatchObject({ bytesDone: 8 });
});

it("offline waits for what is carried, and an imported hotfix is imported again", async () => {
  await pack(READY, "DOWNLOAD_SUCCESS", "done");
  await pack(HOTFIX, "DOWNLOAD_SUCCESS", "done", "out-of-band");
  expect(await fetchAnew(true)).toEqual(["1", "3"]);
  for (const guid of [READY, HOTFIX]) {
    expect(await stateOf(guid)).toBe(UPDATE_STATE.APPLICABILITY_CHECKING);
    expect(await downloadOf(guid)).toMatchObject({ phase: "removing" });
  }
  const [hotfix] = await db.select().from(updatePackages).where(eq(updatePackages.packageGuid, HOTFIX));
  expect(hotfix?.withdrawnAt).not.toBeNull();
});

import { beforeEach, describe, expect, it } from "vitest";
import {
  contentDistributions,
  easySetupVersions,
  sites,
  updatePackageLogLines,
  updatePackageSiteStatus,
  updatePackageSteps,
  updatePackages,
} from "@/lib/db/schema";
import { getSiteVersions } from "@/lib/overview/get-site-versions";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { listUpdateLogLines } from "./list-update-log-lines";
import { readServicingProgress } from "./servicing-progress";
import { UPDATE_STATE } from "./state-machine";

const { db } = await testDatabase();
const PACKAGE = "ffb4a53d-7ee7-494d-b483-332cb954eef2";
const at = new Date("2020-04-20T08:00:00Z");
const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000);

beforeEach(async () => {
  for (const table of [
    contentDistributions,
    easySetupVersions,
    updatePackageLogLines,
    updatePackages,
    sites,
  ]) {
    await db.delete(table);
  }
  const old = { version: "1906", fullVersion: "5.00.8853.1000" };
  const raised = { version: "1910", fullVersion: "5.00.8913.1000" };
  await db.insert(sites).values([
    { ...raised, siteCode: "CAS", name: "Central", type: 4 },
    { ...old, siteCode: "PR1", name: "Europe", type: 2, parentSiteCode: "CAS" },
    { ...old, siteCode: "S01", name: "Bonn", type: 1, parentSiteCode: "PR1" },
    { ...old, siteCode: "S02", name: "Cork", type: 1, parentSiteCode: "CAS" },
  ]);
  await db.insert(updatePackages).values({
    packageGuid: PACKAGE,
    name: "Configuration Manager 1910",
    description: { en: "1910" },
    fullVersion: "5.00.8913.1000",
    minCmVersion: "5.00.8692.1000",
    maxCmVersion: "5.00.8853.9999",
    dateCreated: at,
    dateReleased: at,
    lastUpdateTime: at,
    impact: 31,
    updateType: 0,
    state: UPDATE_STATE.INSTALL_IN_PROGRESS,
    manifestEntry: {},
    totalBytes: 100,
  });
});

const line = (seconds: number, change: Partial<typeof updatePackageLogLines.$inferInsert> = {}) => ({
  packageGuid: PACKAGE,
  time: later(seconds),
  siteCode: "PR1",
  logFile: "CMUpdate.log",
  component: "CONFIGURATION_MANAGER_UPDATE",
  severity: 1,
  message: `line ${seconds}`,
  ...change,
});

async function lines(filter: Record<string, unknown> = {}) {
  const result = await listUpdateLogLines(testCtx(db), { packageGuid: PACKAGE, ...filter });
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

describe("the log lines of a package", () => {
  it("are those of one step: its file, its site and its time, whatever the case of the file's name", async () => {
    await db
      .insert(updatePackageLogLines)
      .values([line(1), line(5), line(9), line(5, { siteCode: "CAS" }), line(5, { logFile: "hman.log" })]);
    const found = await lines({
      file: "cmupdate.log",
      site: "PR1",
      from: later(2).toISOString(),
      to: later(8).toISOString(),
    });
    expect(found.lines.map(({ message, siteCode }) => [siteCode, message])).toEqual([["PR1", "line 5"]]);
    expect(found.files).toEqual(["CMUpdate.log", "hman.log"]);
    expect(found.sites).toEqual(["CAS", "PR1"]);
  });

  it("come by pages that meet without a gap or a repetition", async () => {
    await db.insert(updatePackageLogLines).values(Array.from({ length: 501 }, (_, index) => line(index)));
    const first = await lines();
    expect(first.lines).toHaveLength(500);
    const second = await lines({ before: first.older });
    expect(second.lines.map(({ message }) => message)).toEqual(["line 0"]);
    expect(second.older).toBeNull();
  });

  it("are searched for the characters that were typed, not for patterns", async () => {
    await db
      .insert(updatePackageLogLines)
      .values([line(1, { message: "100% copied" }), line(2, { message: "100 files copied" })]);
    expect((await lines({ search: "100%" })).lines.map(({ message }) => message)).toEqual(["100% copied"]);
  });
});

describe("the progress of a package over its sites", () => {
  it("counts sites and steps of the present attempt, and leaves secondary sites out", async () => {
    const status = { packageGuid: PACKAGE, prereqFlag: 0, lastUpdateTime: at };
    await db.insert(updatePackageSiteStatus).values([
      { ...status, siteCode: "CAS", state: UPDATE_STATE.INSTALL_SUCCESS },
      { ...status, siteCode: "PR1", state: UPDATE_STATE.INSTALL_FAILED, siteInstallId: 2 },
      { ...status, siteCode: "S01", state: UPDATE_STATE.INSTALL_SUCCESS },
    ]);
    const step = {
      packageGuid: PACKAGE,
      phase: "installation" as const,
      step: "install-files",
      messageTime: at,
    };
    await db.insert(updatePackageSteps).values([
      { ...step, siteCode: "PR1", siteInstallId: 1, isComplete: 2 },
      { ...step, siteCode: "PR1", siteInstallId: 2, isComplete: 1 },
    ]);
    expect((await readServicingProgress(db)).get(PACKAGE)).toMatchObject({
      sites: 2,
      installed: 1,
      failed: 1,
      installedFraction: 0.5,
    });
  });

  it("adds up what is on its way, of the newest content only", async () => {
    await db.insert(updatePackageSiteStatus).values({
      packageGuid: PACKAGE,
      siteCode: "PR1",
      state: UPDATE_STATE.CONTENT_REPLICATING,
      prereqFlag: 0,
      lastUpdateTime: at,
    });
    for (const version of [1, 2]) {
      const content = { packageId: "CAS00001", version, createdAt: at };
      await db.insert(easySetupVersions).values({
        ...content,
        packageGuid: PACKAGE,
        sourceHash: `${version}`,
        fileCount: 1,
        totalBytes: 100,
      });
      await db.insert(contentDistributions).values({
        ...content,
        siteCode: "PR1",
        state: "sending",
        bytesTotal: 100,
        bytesDone: version * 10,
        updatedAt: at,
      });
    }
    expect((await readServicingProgress(db)).get(PACKAGE)).toMatchObject({ bytesTotal: 100, bytesDone: 20 });
  });
});

it("names the primary sites left behind and counts the secondary ones older than their parent", async () => {
  expect(await getSiteVersions(testCtx(db), {})).toMatchObject({
    ok: true,
    value: {
      topLevel: { siteCode: "CAS", version: "1910" },
      primariesBehind: [{ siteCode: "PR1", version: "1906" }],
      secondaries: 2,
      secondariesBehind: 1,
    },
  });
});

import { afterEach, beforeEach, expect, it } from "vitest";
import {
  contentDistributions,
  easySetupVersions,
  sites,
  updatePackageLogLines,
  updatePackageSiteStatus,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { listFeatures } from "../features/list-features";
import { UPDATE_STATE, type UpdateStateName } from "../state-machine";
import { getServicingFlow } from "./get-servicing-flow";
import { addPackage, clearServicingLab, installHierarchy, OTHER, UPDATE } from "./testing/servicing-lab";

const { db } = await testDatabase();
const NOW = new Date("2020-04-20T08:00:00Z");
beforeEach(() => installHierarchy(db));
afterEach(async () => {
  await db.delete(contentDistributions);
  await db.delete(easySetupVersions);
  await db.delete(updatePackageLogLines);
  await clearServicingLab(db);
});

async function positions(input: { packageGuid?: string } = {}) {
  const flow = await getServicingFlow(testCtx(db), input);
  if (!flow.ok) throw new Error(flow.code);
  return flow.value.positions.map(({ flow: name, step, siteCode }) => [name, step, siteCode]);
}

const siteStates = (states: Record<string, UpdateStateName>) =>
  db.insert(updatePackageSiteStatus).values(
    Object.entries(states).map(([siteCode, state]) => ({
      packageGuid: UPDATE,
      siteCode,
      state: UPDATE_STATE[state],
      prereqFlag: 0,
      lastUpdateTime: NOW,
    })),
  );

it("a downloaded package stands in the flow of the download, one just asked for at the top-level site", async () => {
  await addPackage(db, { state: "DOWNLOAD_SUCCESS" });
  await addPackage(db, { packageGuid: OTHER, state: "ENABLED" });
  expect((await positions()).sort()).toEqual([
    ["download", "mark-available", null],
    ["install", "update-package", null],
  ]);
});

it("content on its way stands at the newest version's step of each site", async () => {
  await addPackage(db, { state: "CONTENT_REPLICATING" });
  const [top, child] = await db.select().from(sites).orderBy(sites.siteCode);
  if (!top || !child) throw new Error("no sites");
  await siteStates({
    [top.siteCode]: "CONTENT_REPLICATION_SUCCESS",
    [child.siteCode]: "CONTENT_REPLICATING",
  });
  for (const [version, state] of [
    [1, "stored"],
    [2, "sending"],
  ] as const) {
    await db.insert(easySetupVersions).values({
      packageId: "CAS00001",
      version,
      packageGuid: UPDATE,
      sourceHash: String(version),
      fileCount: 1,
      totalBytes: 1,
      createdAt: NOW,
    });
    await db.insert(contentDistributions).values({
      packageId: "CAS00001",
      version,
      siteCode: child.siteCode,
      state,
      createdAt: NOW,
      updatedAt: NOW,
    });
  }
  expect(await positions()).toEqual([
    ["install", "extract", top.siteCode],
    ["install", "send", child.siteCode],
  ]);
});

it("each place has the newest line of its log: the site's own, or the top-level site's where that does the step", async () => {
  await addPackage(db, { state: "PREREQ_IN_PROGRESS" });
  await siteStates({ CAS: "PREREQ_SUCCESS", PR1: "PREREQ_IN_PROGRESS" });
  const line = (siteCode: string, component: string, logFile: string, message: string) => ({
    packageGuid: UPDATE,
    time: NOW,
    severity: 1,
    siteCode,
    component,
    logFile,
    message,
  });
  await db
    .insert(updatePackageLogLines)
    .values([
      line("PR1", "CONFIGURATION_MANAGER_UPDATE", "ConfigMgrPrereq.log", "an earlier one"),
      line("PR1", "CONFIGURATION_MANAGER_UPDATE", "ConfigMgrPrereq.log", "at the site"),
      line("CAS", "CONFIGURATION_MANAGER_UPDATE", "ConfigMgrPrereq.log", "of another site"),
      line("CAS", "SMS_HIERARCHY_MANAGER", "hman.log", "decided at the top"),
      line("CAS", "CONFIGURATION_MANAGER_UPDATE", "hman.log", "of another component"),
    ]);
  const flow = await getServicingFlow(testCtx(db), {});
  if (!flow.ok) throw new Error(flow.code);
  expect(flow.value.positions.map(({ siteCode, step, line }) => [siteCode, step, line?.message])).toEqual([
    ["CAS", "install-or-stop", "decided at the top"],
    ["PR1", "check-prerequisites", "at the site"],
  ]);
});

it("an installed package is shown only when it is asked for", async () => {
  await addPackage(db, { state: "INSTALL_SUCCESS" });
  expect(await positions()).toEqual([]);
  expect(await positions({ packageGuid: UPDATE })).toEqual([["install", "done", null]]);
});

it("features are those of the top-level site's version, without consent until it is given", async () => {
  await db.update(sites).set({ version: "1910" });
  const list = await listFeatures(testCtx(db), {});
  if (!list.ok) throw new Error(list.code);
  const named = new Map(list.value.features.map((feature) => [feature.name, feature]));
  expect(list.value.consentAt).toBeNull();
  expect(named.get("application-groups")).toMatchObject({ isPreRelease: true, since: "1906", isOn: false });
  expect(named.get("bitlocker-management")).toMatchObject({ isPreRelease: false, since: "1910" });
  expect(named.has("orchestration-groups")).toBe(false);
});

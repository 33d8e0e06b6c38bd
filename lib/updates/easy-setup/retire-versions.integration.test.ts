import { eq, isNull } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { easySetupVersions, sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import {
  addPackage,
  clearServicingLab,
  installHierarchy,
  OTHER,
  UPDATE,
} from "../servicing/testing/servicing-lab";
import { UPDATE_STATE } from "../state-machine";
import { retireVersions } from "./retire-versions";

const { db } = await testDatabase();
const at = new Date("2020-05-01T00:00:00Z");
const [OLD, ROLLUP] = ["5.00.8853.1000", "5.00.8853.1020"];

beforeEach(() => installHierarchy(db));
afterEach(() => clearServicingLab(db));

/** The rollup of 1906 is installed at the primaries, and 1910 has come to the sites after it. */
async function rollupThenNext(): Promise<void> {
  await addPackage(db, { state: "INSTALL_SUCCESS", entry: { fullVersion: ROLLUP, updateType: 2 } });
  await addPackage(db, { packageGuid: OTHER, state: "PREREQ_SUCCESS" });
  await storeVersions();
  for (const siteCode of ["CAS", "PR1", "PR2"]) {
    await raise(siteCode);
    await db.insert(updatePackageSiteStatus).values({
      packageGuid: UPDATE,
      siteCode,
      state: UPDATE_STATE.INSTALL_SUCCESS,
      prereqFlag: 0,
      lastUpdateTime: at,
    });
  }
}

async function storeVersions(): Promise<void> {
  const content = { packageId: "CAS00001", sourceHash: "0".repeat(64), fileCount: 1, totalBytes: 3 };
  await db.insert(easySetupVersions).values([
    { ...content, version: 1, packageGuid: UPDATE, createdAt: at },
    { ...content, version: 2, packageGuid: OTHER, createdAt: at },
  ]);
}

const raise = (siteCode: string, fullVersion = ROLLUP) =>
  db.update(sites).set({ fullVersion }).where(eq(sites.siteCode, siteCode));

async function kept(): Promise<number[]> {
  await retireVersions(db, at);
  const rows = await db
    .select({ version: easySetupVersions.version })
    .from(easySetupVersions)
    .where(isNull(easySetupVersions.retiredAt))
    .orderBy(easySetupVersions.version);
  return rows.map(({ version }) => version);
}

describe("content of an installed update", () => {
  it("stays while a secondary below an updated parent has not followed, whether it was asked to or not", async () => {
    await rollupThenNext();
    expect(await kept()).toEqual([1, 2]);
  });

  it("leaves when all secondaries have followed", async () => {
    await rollupThenNext();
    await raise("SE1");
    expect(await kept()).toEqual([2]);
  });

  it("leaves when the parent went on to another update, which its secondaries then get", async () => {
    await rollupThenNext();
    await raise("PR1", "5.00.8913.1000");
    expect(await kept()).toEqual([2]);
  });

  it("stays while a site is on its way with it", async () => {
    await rollupThenNext();
    await raise("PR1", "5.00.8913.1000");
    await db.insert(updatePackageSiteStatus).values({
      packageGuid: UPDATE,
      siteCode: "SE1",
      state: UPDATE_STATE.INSTALL_IN_PROGRESS,
      prereqFlag: 0,
      lastUpdateTime: at,
    });
    expect(await kept()).toEqual([1, 2]);
    await raise("SE1");
    await db
      .update(updatePackageSiteStatus)
      .set({ state: UPDATE_STATE.INSTALL_SUCCESS })
      .where(eq(updatePackageSiteStatus.siteCode, "SE1"));
    expect(await kept()).toEqual([2]);
  });

  it("leaves when it was only checked, and another made it superfluous", async () => {
    await addPackage(db, { state: "APPLICABILITY_HIDE", entry: { fullVersion: ROLLUP, updateType: 2 } });
    await addPackage(db, { packageGuid: OTHER, state: "INSTALL_SUCCESS" });
    await storeVersions();
    const checked = { packageGuid: UPDATE, siteCode: "PR1", prereqFlag: 1, lastUpdateTime: at };
    await db.insert(updatePackageSiteStatus).values({ ...checked, state: UPDATE_STATE.PREREQ_WARNING });
    expect(await kept()).toEqual([2]);
  });

  it("compares versions as numbers", async () => {
    await rollupThenNext();
    await raise("SE1", "5.00.8853.999");
    expect(await kept()).toEqual([1, 2]);
    await raise("SE1", OLD);
    expect(await kept()).toEqual([1, 2]);
  });
});

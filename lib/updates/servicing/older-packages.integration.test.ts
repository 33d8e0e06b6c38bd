import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sites, updatePackageRuns } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx } from "@/lib/testing/factories";
import { judgePackages } from "../judge-packages";
import { listUpdates } from "../list-updates";
import { type UpdateStateName, updateStateName } from "../state-machine";
import { addPackage, clearServicingLab, installHierarchy, OTHER, UPDATE } from "./testing/servicing-lab";

const { db } = await testDatabase();
const THIRD = "61f16b3c-f1f6-4f9f-8647-2a524b0c802e";
beforeEach(() => installHierarchy(db));
afterEach(() => clearServicingLab(db));

const hotfix = (fullVersion: string, supersedes: string[] = []) => ({
  fullVersion,
  updateType: 2 as const,
  minCmVersion: "5.00.8853.1000",
  maxCmVersion: "5.00.8853.9999",
  supersedes,
});

async function shown(): Promise<Record<string, string | null>> {
  await judgePackages(db, testClock(), "SMS_HIERARCHY_MANAGER");
  const list = await listUpdates(testCtx(db), {});
  if (!list.ok) throw new Error(list.code);
  const names: Record<string, string> = { [UPDATE]: "A", [OTHER]: "B", [THIRD]: "C" };
  return Object.fromEntries(
    list.value
      .filter(({ hidden }) => !hidden)
      .map(({ packageGuid, state }) => [names[packageGuid] ?? "?", updateStateName(state)] as const)
      .sort(),
  );
}

describe("of a chain of hotfixes in which each supersedes the one before", () => {
  type Three = [UpdateStateName, UpdateStateName, UpdateStateName];
  const ready = "DOWNLOAD_SUCCESS";
  const installed = "INSTALL_SUCCESS";

  it.each<[string, Three, string, Record<string, UpdateStateName>]>([
    ["none installed: all", [ready, ready, ready], "1000", { A: ready, B: ready, C: ready }],
    ["A and B installed: B and C", [installed, installed, ready], "1002", { B: installed, C: ready }],
    ["C installed: only C", [ready, ready, installed], "1003", { C: installed }],
  ])("%s is shown", async (_title, [a, b, c], revision, expected) => {
    await addPackage(db, { state: a, entry: hotfix("5.00.8853.1001") });
    await addPackage(db, { packageGuid: OTHER, state: b, entry: hotfix("5.00.8853.1002", [UPDATE]) });
    await addPackage(db, { packageGuid: THIRD, state: c, entry: hotfix("5.00.8853.1003", [OTHER]) });
    await db.update(sites).set({ fullVersion: `5.00.8853.${revision}` });
    expect(await shown()).toEqual(expected);
  });
});

it("an older package that was only checked leaves the list, but not while it is processed", async () => {
  await addPackage(db, { state: "PREREQ_WARNING", entry: hotfix("5.00.8853.1001") });
  await db.update(sites).set({ fullVersion: "5.00.8853.1002" });
  await db.insert(updatePackageRuns).values({
    packageGuid: UPDATE,
    prereqFlag: 0,
    requestedBy: "test",
    requestedAt: new Date(),
  });
  expect(await shown()).toEqual({ A: "PREREQ_WARNING" });
  await db
    .update(updatePackageRuns)
    .set({ finishedAt: new Date() })
    .where(eq(updatePackageRuns.packageGuid, UPDATE));
  expect(await shown()).toEqual({});
});

it("of two installed versions the newer is shown", async () => {
  await addPackage(db, { state: "INSTALL_SUCCESS", entry: { fullVersion: "5.00.8853.1000" } });
  await addPackage(db, { packageGuid: OTHER, state: "INSTALL_SUCCESS" });
  await db.update(sites).set({ fullVersion: "5.00.8913.1000" });
  expect(await shown()).toEqual({ B: "INSTALL_SUCCESS" });
});

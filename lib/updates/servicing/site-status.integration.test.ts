import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/connection";
import { updatePackageSiteStatus } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { UPDATE_STATE, updateStateName } from "../state-machine";
import { STEP_STATE } from "./model";
import { lockPackage } from "./site-facts";
import { moveSiteState, reportStep } from "./site-status";
import { addPackage, clearServicingLab, installHierarchy, UPDATE } from "./testing/servicing-lab";

const { db, connectionString } = await testDatabase();
const packageGuid = UPDATE;
const at = new Date("2020-04-02T00:00:00Z");

/** Two servers, each with connections of its own. */
const handles = [openDatabase(connectionString, 1), openDatabase(connectionString, 1)] as const;

beforeEach(async () => {
  await installHierarchy(db);
  await addPackage(db);
  await db.insert(updatePackageSiteStatus).values(
    ["PR1", "PR2"].map((siteCode) => ({
      packageGuid,
      siteCode,
      state: UPDATE_STATE.CONTENT_REPLICATION_SUCCESS,
      prereqFlag: 0,
      lastUpdateTime: at,
    })),
  );
});
afterEach(() => clearServicingLab(db));
afterAll(() => Promise.all(handles.map((handle) => handle.close())));

/** Resolves when every party has come this far. */
function meeting(parties: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  return () => {
    parties -= 1;
    if (parties === 0) resolve();
    return promise;
  };
}

const transaction = <T>(on: Database, work: (tx: Database) => Promise<T>) =>
  on.transaction((tx) => work(tx as unknown as Database));

const move = (tx: Database, siteCode: string) =>
  moveSiteState(tx, {
    packageGuid,
    siteCode,
    from: "CONTENT_REPLICATION_SUCCESS",
    to: "PREREQ_IN_PROGRESS",
    at,
  });

describe("sites that work on one package at the same time", () => {
  it("report a step and move on without waiting for each other", async () => {
    const reported = meeting(2);
    const site = (on: Database, siteCode: string) =>
      transaction(on, async (tx) => {
        const step = { phase: "prerequisites", step: "check-prerequisites" } as const;
        await reportStep(tx, {
          packageGuid,
          siteCode,
          siteInstallId: 1,
          ...step,
          isComplete: STEP_STATE.success,
          at,
        });
        await reported();
        return move(tx, siteCode);
      });
    expect(await Promise.all([site(handles[0].db, "PR1"), site(handles[1].db, "PR2")])).toEqual([true, true]);
  });

  it("a site that moves on waits for the administrator who has the package, and finds what was decided", async () => {
    const locked = meeting(2);
    const isWaiting = async () => {
      const { rows } = await db.execute(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    };
    const cancel = transaction(handles[0].db, async (tx) => {
      await lockPackage(tx, packageGuid);
      await locked();
      await expect.poll(isWaiting).toBe(true);
      await tx.update(updatePackageSiteStatus).set({ state: UPDATE_STATE.DOWNLOAD_SUCCESS });
    });
    const moved = transaction(handles[1].db, async (tx) => {
      await locked();
      return move(tx, "PR1");
    });
    await cancel;
    expect(await moved).toBe(false);
    const rows = await db.select().from(updatePackageSiteStatus);
    expect(rows.map(({ state }) => updateStateName(state))).toEqual(["DOWNLOAD_SUCCESS", "DOWNLOAD_SUCCESS"]);
  });
});

import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { usageDataRuns } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { createUsageDataRun } from "@/lib/testing/usage-data";
import { clearUpdatesLab, startUpdatesLab, type UpdatesLab } from "@/lib/updates/testing/updates-lab";
import { changeUsageDataLevel } from "@/lib/usage-data/change-usage-data-level";
import type { UsageDataLevel } from "@/lib/usage-data/model";
import { buildRequest } from "./build-request";
import { temporarySigningKey } from "./signing";

const { db, connectionString } = await testDatabase();
let lab: UpdatesLab;
beforeAll(async () => {
  lab = await startUpdatesLab(db, connectionString);
});
afterEach(async () => {
  await db.delete(usageDataRuns);
  await rm(lab.installDir, { recursive: true, force: true });
});
afterAll(async () => {
  await lab.close();
  await clearUpdatesLab(db);
});

const key = temporarySigningKey();
const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const setLevel = (level: UsageDataLevel) => changeUsageDataLevel(testCtx(db), { level });
const build = () =>
  buildRequest(db, {
    requestId: crypto.randomUUID(),
    wants: [],
    installDir: lab.installDir,
    key,
    now: systemClock.now(),
    writtenBy: "test",
  });

it("carries the newest usage data, also what was accepted before", async () => {
  await setLevel(3);
  await createUsageDataRun(db, { at: at(1), level: 3, upload: "accepted" });
  const { runId } = await createUsageDataRun(db, { at: at(8), level: 3, upload: "accepted" });
  expect((await build()).runId).toBe(runId);
});

it("does not carry again what a lowered level forbids, and takes the newest that it allows", async () => {
  await setLevel(3);
  await createUsageDataRun(db, { at: at(8), level: 3, upload: "accepted" });
  await setLevel(1);
  expect((await build()).runId).toBeNull();
  const { runId } = await createUsageDataRun(db, { at: at(1), level: 1, upload: "accepted" });
  expect((await build()).runId).toBe(runId);
});

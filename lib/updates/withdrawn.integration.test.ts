import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { updateDownloads, updatePackages } from "@/lib/db/schema";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { checkCatalogue } from "./check-catalogue";
import { checkForUpdates } from "./check-for-updates";
import { dmpDownloader } from "./dmp-downloader.component";
import { RANGE_BYTES } from "./download/plan";
import { downloadUpdate } from "./download-update";
import { getUpdate } from "./get-update";
import { hierarchyManager } from "./hierarchy-manager.component";
import { judgePackages } from "./judge-packages";
import { listUpdates } from "./list-updates";
import { packageFolder } from "./run-download";
import { UPDATE_STATE } from "./state-machine";
import { clearUpdatesLab, PACKAGE, startUpdatesLab, type UpdatesLab } from "./testing/updates-lab";

const { db, connectionString } = await testDatabase();
const ctx = () => testCtx(db, { clock: systemClock });

let lab: UpdatesLab;
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  await lab.publish({}, { "setup.cab": randomBytes(8 * RANGE_BYTES) });
});
afterEach(async () => {
  await lab.close();
  await clearUpdatesLab(db);
});

async function checkAndJudge(): Promise<void> {
  await checkCatalogue(lab.thread("SMS_DMP_DOWNLOADER"), new AbortController().signal);
  await judgePackages(db, systemClock, "SMS_HIERARCHY_MANAGER");
}
const enter = (state: number) =>
  db.update(updatePackages).set({ state }).where(eq(updatePackages.packageGuid, PACKAGE));
const listed = async () => {
  const list = await listUpdates(ctx(), {});
  return list.ok ? list.value.find(({ packageGuid }) => packageGuid === PACKAGE) : undefined;
};
const events = async () => {
  const detail = await getUpdate(ctx(), { packageGuid: PACKAGE });
  return detail.ok ? detail.value.events.map(({ code }) => code) : [];
};
const stateOf = async () => (await listed())?.state;
const downloadOf = async () => (await db.select().from(updateDownloads))[0];

describe("a package that left the catalogue", () => {
  it("is no longer offered, and says why", async () => {
    await checkAndJudge();
    expect(await listed()).toMatchObject({ hidden: false, withdrawnAt: null, unmetRules: [] });
    await lab.withdraw(PACKAGE);
    await checkAndJudge();
    expect(await listed()).toMatchObject({
      hidden: true,
      withdrawnAt: expect.any(Date),
      state: UPDATE_STATE.APPLICABILITY_NA,
      unmetRules: [{ rule: "published", passed: false }],
    });
    expect(await events()).toEqual(["found", "applicable", "withdrawn", "not-applicable"]);
    expect(lab.lines).toContain(`warning ${PACKAGE.toUpperCase()} was withdrawn by the publisher`);
    expect(await downloadUpdate(ctx(), { packageGuid: PACKAGE })).toMatchObject({ code: "update-withdrawn" });
  });

  it("is marked once, however often the catalogue is checked", async () => {
    await checkAndJudge();
    await lab.withdraw(PACKAGE);
    await checkAndJudge();
    const before = await listed();
    await checkAndJudge();
    expect(await listed()).toEqual(before);
  });

  it("comes back when it is published again", async () => {
    await checkAndJudge();
    await lab.withdraw(PACKAGE);
    await checkAndJudge();
    await lab.publish({}, { "setup.cab": Buffer.from("again") });
    await checkAndJudge();
    expect(await listed()).toMatchObject({
      hidden: false,
      withdrawnAt: null,
      state: UPDATE_STATE.APPLICABILITY_SUCCESS,
    });
    expect(await events()).toContain("republished");
  });

  it.each([
    ["ready to install stays", UPDATE_STATE.DOWNLOAD_SUCCESS, false],
    ["installed stays", UPDATE_STATE.INSTALL_SUCCESS, false],
    ["whose download failed goes", UPDATE_STATE.DOWNLOAD_FAILED, true],
  ])("and is %s", async (_what, state, hidden) => {
    await checkAndJudge();
    await enter(state);
    await lab.withdraw(PACKAGE);
    await checkAndJudge();
    expect(await listed()).toMatchObject({ state, hidden, withdrawnAt: expect.any(Date) });
  });

  it("is not downloaded any further, and starts by itself when it is published again", async () => {
    const stop = new AbortController();
    const run = (component: ComponentDefinition) => component.run(lab.thread(component.name, stop.signal));
    const threads = Promise.all([run(dmpDownloader), run(hierarchyManager)]);
    try {
      lab.server.bytesPerSecond = 1_500_000;
      await expect.poll(async () => (await downloadOf())?.bytesDone, { timeout: 15_000 }).toBeGreaterThan(0);
      await lab.withdraw(PACKAGE);
      await checkForUpdates(ctx(), {});
      await expect.poll(stateOf, { timeout: 15_000 }).toBe(UPDATE_STATE.APPLICABILITY_NA);
      expect(await downloadOf()).toMatchObject({ phase: "canceled" });
      expect(existsSync(packageFolder(lab.installDir, PACKAGE))).toBe(false);

      lab.server.bytesPerSecond = null;
      await lab.publish({}, { "setup.cab": Buffer.from("again") });
      await checkForUpdates(ctx(), {});
      await expect.poll(stateOf, { timeout: 15_000 }).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
    } finally {
      stop.abort();
      await threads;
    }
  });
});

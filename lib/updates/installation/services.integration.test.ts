import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { updatePackageSteps } from "@/lib/db/schema";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { Executive } from "@/lib/executive/executive";
import { testDatabase } from "@/lib/testing/database";
import { cmUpdate } from "./cmupdate.component";
import {
  clearInstallationLab,
  type InstallationLab,
  installedFiles,
  startInstallationLab,
} from "./testing/installation-lab";

const { db, connectionString } = await testDatabase();

let lab: InstallationLab;
let executive: Executive | undefined;
/** What the thread of the site saw in the installation folder at each of its starts. */
let seen: string[];
beforeEach(async () => {
  lab = await startInstallationLab(db, connectionString);
  seen = [];
});
afterEach(async () => {
  await executive?.stop();
  await lab.close();
  await clearInstallationLab(db);
});

const hierarchyManager: ComponentDefinition = {
  name: "SMS_HIERARCHY_MANAGER",
  logFile: "hman.log",
  type: 0,
  runsOn: "site-server",
  async run(thread) {
    seen.push(await readFile(path.join(lab.installDir, "bin/X64/setupcore.dll"), "utf8"));
    while (!thread.signal.aborted) await thread.wait([], 60_000);
  },
};

it("stops SMS_EXECUTIVE of the site before it replaces files, and starts it on the new ones", async () => {
  executive = new Executive({
    connectionString,
    db,
    clock: systemClock,
    version: "0.0.0",
    serversDir: lab.serversDir,
    components: [hierarchyManager, cmUpdate],
    timing: { heartbeatMs: 100, leaseMs: 5_000, stopGraceMs: 2_000, restartDelayMs: 100 },
    onError() {},
  });
  await executive.start();
  const steps = async () =>
    Object.fromEntries(
      (await db.select().from(updatePackageSteps)).map(({ step, isComplete }) => [step, isComplete]),
    );
  await expect.poll(steps, { timeout: 60_000, interval: 200 }).toMatchObject({
    "stop-services": 2,
    "start-services": 2,
    "install-sms-executive": 2,
    "install-hierarchy-manager": 2,
    "update-client-folder": 2,
  });
  expect(await lab.state()).toBe("INSTALL_SUCCESS");
  expect(seen).toEqual(["old setupcore", "new setupcore"]);
  // What was kept of the old version is being removed; afterwards nobody touches the folder.
  await executive.stop();
  executive = undefined;
  expect(await lab.files()).toEqual(await installedFiles(lab));
}, 90_000);

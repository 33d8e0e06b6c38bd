import { appendFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  alerts,
  contentDistributions,
  serviceWindows,
  sites,
  statusMessages,
  updatePackageSiteStatus,
  updatePackageSteps,
  updatePackages,
} from "@/lib/db/schema";
import { FencedError } from "@/lib/executive/as-owner";
import { testDatabase } from "@/lib/testing/database";
import { UPDATE_STATE } from "../state-machine";
import { advanceOnSite } from "./advance-on-site";
import { FileSwitch } from "./file-switch";
import { stagingFolder } from "./folders";
import { removeStaging } from "./remove-staging";
import { markRestartPending, restartMarkerFile } from "./restart-marker";
import { rollBackAbandoned } from "./roll-back-installation";
import { removeSiteControl } from "./site-control";
import { readSiteWork } from "./site-work";
import {
  clearInstallationLab,
  type InstallationLab,
  installedFiles,
  NEW_VERSION,
  OLD_FILES,
  OLD_VERSION,
  PACKAGE,
  reportRunning,
  startInstallationLab,
} from "./testing/installation-lab";

const { db, connectionString } = await testDatabase();

let lab: InstallationLab;
beforeEach(async () => {
  lab = await startInstallationLab(db, connectionString);
});
afterEach(async () => {
  await lab.close();
  await clearInstallationLab(db);
});

const advance = async (signal?: AbortSignal) => advanceOnSite(lab.thread(signal), await lab.work());
const steps = async () =>
  Object.fromEntries(
    (await db.select().from(updatePackageSteps)).map(({ step, isComplete }) => [step, isComplete]),
  );
const stepOf = async (step: string) =>
  (await db.select().from(updatePackageSteps).where(eq(updatePackageSteps.step, step)))[0];
const leftInUpdateFolder = () => readdir(path.join(lab.installDir, ".update")).catch(() => []);

/** Another lab in place of the one every test begins with. */
async function labWith(options: Parameters<typeof startInstallationLab>[2]): Promise<void> {
  await lab.close();
  await clearInstallationLab(db);
  lab = await startInstallationLab(db, connectionString, options);
}

/** Runs until the thread ends at log line `at`, as a kill would; false when the work ended before. */
async function killedAt(at: number): Promise<boolean> {
  const kill = new AbortController();
  let line = 0;
  lab.onLine = () => {
    line += 1;
    if (line === at) kill.abort(new Error("killed"));
  };
  await advance(kill.signal).catch((error: unknown) => {
    if (!kill.signal.aborted) throw error;
  });
  lab.onLine = () => {};
  return kill.signal.aborted;
}

async function expectInstalled(): Promise<void> {
  await reportRunning(db, lab.thread());
  expect(await advance()).toBeNull();
  expect(await lab.state()).toBe("INSTALL_SUCCESS");
  expect(await lab.files()).toEqual(await installedFiles(lab));
  expect(await lab.site()).toMatchObject({
    version: "1910",
    fullVersion: NEW_VERSION,
    databaseVersion: NEW_VERSION,
    messagingEnabled: true,
  });
  expect(await leftInUpdateFolder()).toEqual([]);
}

async function expectOldVersion(): Promise<void> {
  expect(await lab.files()).toEqual(OLD_FILES);
  expect(await lab.site()).toMatchObject({
    version: "1906",
    fullVersion: OLD_VERSION,
    databaseVersion: OLD_VERSION,
    messagingEnabled: true,
    configuration: { microsoftIntuneSubscription: true },
  });
  expect(await leftInUpdateFolder()).toEqual([]);
}

describe("an installation", () => {
  it("puts every file in its place, raises the versions, and says so", async () => {
    await advance();
    expect(await lab.state()).toBe("INSTALL_SUCCESS");
    // The client's folder follows with the steps after the installation.
    expect((await lab.files())["Client/x64/client.msi"]).toBe("old client");
    await expectInstalled();
    expect(await steps()).toMatchObject({
      "verify-redistributables": 2,
      "upgrade-database": 2,
      "unload-wmi-provider": 5,
      "install-language-packs": 5,
      "install-files": 2,
      "refresh-cd-latest": 2,
      "install-sms-executive": 2,
      "update-client-folder": 2,
    });
    const staging = stagingFolder(lab.installDir, PACKAGE);
    for (const line of [
      "Checking if the CMU Staging folder already has the content extracted.",
      `Extracted ${staging}/SMSSetup/update.map`,
      "Detected change in update.map for component CONFIGURATION_MANAGER_UPDATE. It will be updated first.",
      "There is no service window defined for the site server to apply the CM server updates.",
      `File ${staging}/SMSSetup/splash.hta is newer than (${lab.installDir}/cd.latest/SMSSetup/splash.hta). Copied.`,
      "INFO: Successfully notified HMan that update package is installed",
      "Successfully reported ConfigMgr update status (SiteCode=CAS, SubStageID=0xd0005, IsComplete=2, Progress=100, Applicable=1)",
    ])
      expect(lab.lines).toContain(line);
    expect((await db.select().from(statusMessages)).map(({ messageId }) => messageId)).toEqual([61060]);
  });

  it("merges the settings the update brings and keeps the others", async () => {
    await labWith({ installMap: { siteControl: { settings: { orchestrationGroups: true } } } });
    await advance();
    expect((await lab.site())?.configuration).toEqual({
      microsoftIntuneSubscription: true,
      orchestrationGroups: true,
    });
  });

  it("leaves out the steps its list leaves out", async () => {
    await labWith({ installMap: { steps: ["install-files"] } });
    await advance();
    expect(await stepOf("update-osd-packages")).toMatchObject({
      isComplete: 5,
      detailCode: "not-in-install-map",
    });
    expect((await lab.files())["bin/X64/setupcore.dll"]).toBe("new setupcore");
    expect((await lab.files())["OSD/boot.wim.delta"]).toBeUndefined();
  });

  it("waits for a restart of the computer, and is done after it", async () => {
    await labWith({ installMap: { restartRequired: true } });
    await advance();
    expect(await lab.state()).toBe("INSTALL_PENDING_REBOOT");
    await advance();
    expect(await lab.state()).toBe("INSTALL_PENDING_REBOOT");
    await writeFile(
      restartMarkerFile(lab.installDir),
      JSON.stringify({ packageGuid: PACKAGE, boot: "an earlier one" }),
    );
    await advance();
    expect(await lab.state()).toBe("INSTALL_SUCCESS");
    await markRestartPending(lab.installDir, PACKAGE);
  });

  it("is not finished again when it was installed long ago, or by somebody else", async () => {
    await lab.setState("INSTALL_SUCCESS");
    expect(await readSiteWork(lab.thread())).toEqual([]);
    await mkdir(path.join(lab.installDir, "CMUStaging", PACKAGE), { recursive: true });
    expect(await advance()).toBeNull();
    expect(await steps()).toEqual({});
    expect(await lab.files()).toEqual(OLD_FILES);
  });

  it("removes the staging folder when the package is installed everywhere", async () => {
    await advance();
    await db.update(updatePackages).set({ state: UPDATE_STATE.INSTALL_IN_PROGRESS });
    await removeStaging(lab.thread(), await readSiteWork(lab.thread()));
    expect(await readdir(path.join(lab.installDir, "CMUStaging"))).toEqual([PACKAGE]);
    await db.update(updatePackages).set({ state: UPDATE_STATE.INSTALL_SUCCESS });
    await removeStaging(lab.thread(), await readSiteWork(lab.thread()));
    // What follows the installation here still needs it.
    expect(await readdir(path.join(lab.installDir, "CMUStaging"))).toEqual([PACKAGE]);
    await removeSiteControl(lab.installDir, PACKAGE);
    await removeStaging(lab.thread(), await readSiteWork(lab.thread()));
    expect(await readdir(path.join(lab.installDir, "CMUStaging"))).toEqual([]);
  });
});

describe("the staging folder", () => {
  it("is extracted again when something in it was changed", async () => {
    await lab.setState("INSTALL_IN_PROGRESS");
    const kill = new AbortController();
    lab.onLine = (line) => {
      if (line.startsWith("Package ")) kill.abort();
    };
    await advance(kill.signal).catch(() => {});
    lab.onLine = () => {};
    await appendFile(path.join(stagingFolder(lab.installDir, PACKAGE), "SMSSetup/splash.hta"), "!");
    await advance();
    expect(lab.lines.some((line) => line.includes("does not match hash from content library"))).toBe(true);
    await expectInstalled();
  });

  it("is not believed when the content library is damaged; the old version stays", async () => {
    const [file] = await readdir(path.join(lab.installDir, "ContentLib/FileLib"), {
      withFileTypes: true,
      recursive: true,
    }).then((entries) => entries.filter((entry) => entry.isFile()));
    await appendFile(path.join(file?.parentPath ?? "", file?.name ?? ""), "!");
    const now = new Date();
    await db.insert(contentDistributions).values({
      packageId: "CAS00001",
      version: 1,
      siteCode: "CAS",
      state: "stored",
      createdAt: now,
      updatedAt: now,
    });
    await advance();
    expect(await lab.state()).toBe("INSTALL_FAILED");
    // It is looked at and repaired, so that the next attempt finds it whole.
    const [stored] = await db.select().from(contentDistributions);
    expect(stored?.validationRequestedAt).not.toBeNull();
    expect(await stepOf("extract-update-package")).toMatchObject({
      isComplete: 4,
      detailCode: "content-damaged",
    });
    await expectOldVersion();
  });
});

describe("the check before an installation", () => {
  it("killed at any log line ends once, together with the site's way on, and the package is unpacked once", async () => {
    await lab.setState("CONTENT_REPLICATION_SUCCESS");
    let unpackedAt: Date | null = null;
    for (let at = 1; await killedAt(at); at += 2) {
      const finishedAt = (await stepOf("extract-update-package"))?.finishedAt ?? null;
      unpackedAt ??= finishedAt;
      expect(finishedAt).toEqual(unpackedAt);
      const isChecked = ((await stepOf("check-prerequisites"))?.isComplete ?? 0) > 1;
      const isThrough = !["CONTENT_REPLICATION_SUCCESS", "PREREQ_IN_PROGRESS"].includes(
        (await lab.state()) ?? "",
      );
      expect(isChecked).toBe(isThrough);
      if (isThrough) break;
    }
    expect(unpackedAt).not.toBeNull();
  });
});

describe("a kill", () => {
  // Every third, so that each step and each file has one close to it.
  it("at any log line is made good by the next look: same files, same versions", async () => {
    let kills = 0;
    for (let at = 1; ; at += 3) {
      if (at > 1) await labWith({});
      if (!(await killedAt(at))) break;
      kills += 1;
      await rollBackAbandoned(lab.thread(), await readSiteWork(lab.thread()));
      if ((await lab.state()) !== "INSTALL_SUCCESS") await advance();
      await expectInstalled();
    }
    expect(kills).toBeGreaterThan(20);
  }, 240_000);

  it("at every line of one installation in a row only delays it", async () => {
    for (let at = 3; await killedAt(at % 40); at++) {
      if ((await lab.state()) === "INSTALL_SUCCESS") break;
    }
    if ((await lab.state()) !== "INSTALL_SUCCESS") await advance();
    await expectInstalled();
  }, 60_000);
});

describe("a failure", () => {
  /** A folder where the package has a file: what a permission or a full disk does, happening in the middle. */
  const block = async (target: string) => {
    await rm(path.join(lab.installDir, target), { recursive: true, force: true });
    await mkdir(path.join(lab.installDir, target, "not-a-file"), { recursive: true });
  };

  it("in the middle restores every byte and version, and is named", async () => {
    await block("OSD/boot.wim.delta");
    await advance();
    expect(await lab.state()).toBe("INSTALL_FAILED");
    expect(await stepOf("install-files")).toMatchObject({ isComplete: 2 });
    expect(await stepOf("update-osd-packages")).toMatchObject({
      isComplete: 4,
      detailCode: "disk-write-failed",
    });
    await expectOldVersion();
    const [row] = await db.select().from(updatePackageSiteStatus);
    expect(row).toMatchObject({ errorCode: "disk-write-failed" });
    expect(await db.select().from(alerts)).toMatchObject([
      { code: "updates.install-failed", objectId: `${PACKAGE}/CAS`, state: 0 },
    ]);
  });

  it("in the last step takes the versions back, too; a later success cancels the alert", async () => {
    await labWith({ installMap: { siteControl: { settings: { orchestrationGroups: true } } } });
    await block("cd.latest/redist/sqlncli.msi");
    await advance();
    expect(await lab.state()).toBe("INSTALL_FAILED");
    await expectOldVersion();

    await rm(path.join(lab.installDir, "cd.latest/redist"), { recursive: true });
    await lab.setState("INSTALL_IN_PROGRESS", { siteInstallId: 2 });
    await advance();
    await expectInstalled();
    expect(await db.select().from(alerts)).toMatchObject([{ state: 2 }]);
  });

  it("killed while it is being taken back goes on backward", async () => {
    for (let at = 1; ; at++) {
      if (at > 1) await labWith({});
      await block("OSD/boot.wim.delta");
      const kill = new AbortController();
      let line = 0;
      lab.onLine = (text) => {
        if (line > 0 || text.startsWith("WARNING: Restoring")) line += 1;
        // A dead process says nothing more, whatever it was doing.
        if (line >= at) {
          kill.abort();
          throw new Error("killed");
        }
      };
      await advance(kill.signal).catch(() => {});
      lab.onLine = () => {};
      if (!kill.signal.aborted) break;
      await rollBackAbandoned(lab.thread(), await readSiteWork(lab.thread()));
      if ((await lab.state()) !== "INSTALL_FAILED") await advance();
      expect(await lab.state()).toBe("INSTALL_FAILED");
      await expectOldVersion();
    }
  }, 60_000);

  it("of a thread that was cut off turns nothing back", async () => {
    let isOwner = true;
    lab.onLine = (line) => {
      if (!line.startsWith("INFO: Installed bin/X64/setupcore.dll")) return;
      isOwner = false;
      throw new Error("the next owner has taken the file");
    };
    const cutOff = { ...lab.thread(), ownsServer: async () => isOwner };
    await expect(advanceOnSite(cutOff, await lab.work())).rejects.toThrow(FencedError);
    expect(await new FileSwitch(lab.installDir, PACKAGE).rollbackReason()).toBeNull();
  });

  it("is not what a database that went away is: the thread ends, and the next one goes on", async () => {
    const thread = lab.thread();
    let cut = false;
    const broken = {
      ...thread,
      ownsServer: async () => {
        if (cut) throw Object.assign(new Error("Connection terminated unexpectedly"));
        return true;
      },
    };
    lab.onLine = (line) => {
      if (line.startsWith("INFO: Installed bin/X64/setupcore.dll")) cut = true;
    };
    await expect(advanceOnSite(broken, await lab.work())).rejects.toThrow(/Connection terminated/);
    lab.onLine = () => {};
    await advance();
    await expectInstalled();
  });

  it("of a row that is gone takes the half switched files back", async () => {
    const kill = new AbortController();
    lab.onLine = (line) => {
      if (line.startsWith("INFO: Installed bin/X64/setupcore.dll")) kill.abort();
    };
    await advance(kill.signal).catch(() => {});
    lab.onLine = () => {};
    await db.delete(updatePackageSiteStatus);
    await rollBackAbandoned(lab.thread(), []);
    await expectOldVersion();
  });
});

describe("a blocked database", () => {
  let blocker: pg.Client;
  let session: number;
  beforeEach(async () => {
    blocker = new pg.Client({ connectionString, application_name: "Reporting" });
    await blocker.connect();
    const { rows } = await blocker.query("select pg_backend_pid() as pid");
    session = rows[0].pid;
  });
  afterEach(() => blocker.end());
  const block = () => blocker.query("begin; select from sites where site_code = 'CAS' for update");

  async function expectBlockedAt(step: string): Promise<void> {
    const wait = await advance();
    expect(wait).toMatchObject({ ms: 5 * 60_000 });
    expect(await stepOf(step)).toMatchObject({
      isComplete: 1,
      detailCode: "database-blocked",
      detailParams: { program: "Reporting", session },
    });
    expect(lab.lines.some((line) => line.includes(`program Reporting, SQL session ${session}`))).toBe(true);
    expect((await lab.files())["bin/X64/setupcore.dll"]).toBe("old setupcore");
    expect(await wait?.unless?.()).toBe(false);
    await blocker.query("rollback");
    expect(await wait?.unless?.()).toBe(true);
    await advance();
    expect(await stepOf(step)).toMatchObject({ isComplete: 2, detailCode: null });
    await expectInstalled();
  }

  it("shows who blocks it, changes nothing, and goes on when it is free", async () => {
    await block();
    await expectBlockedAt("turn-off-service-broker");
  });

  it("does so too when it is blocked midway", async () => {
    // The step that turns messaging off has been done before.
    await db.insert(updatePackageSteps).values({
      packageGuid: PACKAGE,
      siteCode: "CAS",
      siteInstallId: 1,
      phase: "installation",
      step: "turn-off-service-broker",
      isComplete: 2,
      messageTime: new Date(),
    });
    await block();
    await expectBlockedAt("upgrade-database");
  });
});

describe("a service window", () => {
  const window = (startsOn: string) => ({
    siteCode: "CAS",
    name: "Nightly",
    startsOn,
    daysOfWeek: 0,
    beginTime: "22:00",
    durationMinutes: 120,
    timeZone: "Etc/UTC",
    createdBy: "test",
    createdAt: new Date(),
  });

  it("that is closed is waited for; the site is untouched until it opens", async () => {
    await db.insert(serviceWindows).values(window("2020-04-20"));
    let now = new Date("2020-04-20T12:00:00Z");
    lab.clock = { now: () => now };
    expect(await advance()).toEqual({ ms: 60_000 });
    expect(await lab.state()).toBe("INSTALL_WAITING_SERVICE_WINDOW");
    expect(await stepOf("check-service-window")).toMatchObject({
      isComplete: 1,
      detailCode: "service-window-closed",
      detailParams: { opensAt: Date.parse("2020-04-20T22:00:00Z") },
    });
    expect((await lab.site())?.databaseVersion).toBe(OLD_VERSION);
    lab.lines.length = 0;
    now = new Date("2020-04-20T21:59:50Z");
    expect(await advance()).toEqual({ ms: 10_000 });
    // Nothing is hashed or said while it waits.
    expect(lab.lines).toEqual([]);
    now = new Date("2020-04-20T22:00:01Z");
    await advance();
    expect(lab.lines).toContain("Content is already found at the staging folder");
    expect(await lab.state()).toBe("INSTALL_SUCCESS");
  });
});

describe("a child site", () => {
  beforeEach(async () => {
    await labWith({ siteCode: "PR1", parentSiteCode: "CAS" });
    await lab.setState("INSTALL_WAITING_PARENT");
    await db.insert(updatePackageSiteStatus).values({
      packageGuid: PACKAGE,
      siteCode: "CAS",
      state: UPDATE_STATE.INSTALL_IN_PROGRESS,
      prereqFlag: 0,
      lastUpdateTime: new Date(),
    });
  });
  const parentIs = (state: keyof typeof UPDATE_STATE) =>
    db
      .update(updatePackageSiteStatus)
      .set({ state: UPDATE_STATE[state] })
      .where(
        and(eq(updatePackageSiteStatus.siteCode, "CAS"), eq(updatePackageSiteStatus.packageGuid, PACKAGE)),
      );
  const ownWork = async () => {
    const [work] = await readSiteWork(lab.thread());
    if (!work) throw new Error("no work");
    return work;
  };
  const ownState = async () => (await ownWork()).state;

  it("waits for its parent, follows it, and says until when its link is being configured", async () => {
    expect(await advanceOnSite(lab.thread(), await ownWork())).toEqual({
      ms: 60_000,
      says: "WARN: The current update package's state (196611) is not set to installed yet. Will retry in next cycle.",
    });
    expect(await ownState()).toBe("INSTALL_WAITING_PARENT");
    await parentIs("INSTALL_SUCCESS");
    await advanceOnSite(lab.thread(), await ownWork());
    expect(await ownState()).toBe("INSTALL_SUCCESS");

    await reportRunning(db, lab.thread());
    expect(await advanceOnSite(lab.thread(), await ownWork())).toEqual({ ms: 60_000 });
    expect(await stepOf("monitor-replication-initialization")).toMatchObject({
      isComplete: 3,
      detailCode: "link-being-configured",
    });
    await db.update(sites).set({ databaseVersion: NEW_VERSION }).where(eq(sites.siteCode, "CAS"));
    expect(await advanceOnSite(lab.thread(), await ownWork())).toBeNull();
    expect(await stepOf("monitor-replication-initialization")).toMatchObject({ isComplete: 2 });
  });

  describe("that is a secondary", () => {
    const status = async () => (await lab.site())?.status;
    beforeEach(async () => {
      await db.update(sites).set({ type: 1 }).where(eq(sites.siteCode, "PR1"));
      await db.update(sites).set({ type: 2 }).where(eq(sites.siteCode, "CAS"));
      await parentIs("INSTALL_SUCCESS");
    });
    const checked = (state: keyof typeof UPDATE_STATE, prereqFlag: number) =>
      db
        .update(updatePackageSiteStatus)
        .set({ state: UPDATE_STATE[state], prereqFlag })
        .where(eq(updatePackageSiteStatus.siteCode, "PR1"));

    it("goes on by itself after its check, and is active again when it is upgraded", async () => {
      await checked("PREREQ_SUCCESS", 0);
      await advanceOnSite(lab.thread(), await ownWork());
      expect(await ownState()).toBe("INSTALL_WAITING_PARENT");
      const during: unknown[] = [];
      const watched = lab.thread();
      const log = {
        ...watched.log,
        info: (line: string) => void (/Copying contents/.test(line) && during.push(status())),
      };
      await advanceOnSite({ ...watched, log }, await ownWork());
      expect(await Promise.all(during)).toEqual([5]);
      expect(await ownState()).toBe("INSTALL_SUCCESS");
      expect(await status()).toBe(1);
    });

    it("stops at warnings that nobody chose to ignore", async () => {
      await checked("PREREQ_WARNING", 0);
      await advanceOnSite(lab.thread(), await ownWork());
      expect(await ownState()).toBe("PREREQ_WARNING");
      await checked("PREREQ_WARNING", 2);
      await advanceOnSite(lab.thread(), await ownWork());
      expect(await ownState()).toBe("INSTALL_WAITING_PARENT");
    });

    it("shows a failed upgrade in its status", async () => {
      await rm(path.join(lab.installDir, "bin/X64/setupcore.dll"));
      await mkdir(path.join(lab.installDir, "bin/X64/setupcore.dll"));
      await checked("INSTALL_WAITING_PARENT", 0);
      await advanceOnSite(lab.thread(), await ownWork());
      expect(await ownState()).toBe("INSTALL_FAILED");
      expect(await status()).toBe(7);
    });
  });
});

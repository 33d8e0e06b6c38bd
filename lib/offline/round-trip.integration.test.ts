import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { desc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Day, Minute, systemClock } from "@/lib/clock";
import {
  auditMessages,
  offlineImports,
  offlineRequests,
  serviceConnectionPoint,
  sites,
  updateCheck,
  updatePackageFiles,
  updatePackages,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { trustedMetadataFolder } from "@/lib/updates/catalogue/read-catalogue";
import { judgePackages } from "@/lib/updates/judge-packages";
import { packageFolder } from "@/lib/updates/run-download";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import {
  clearUpdatesLab,
  PACKAGE,
  startUpdatesLab,
  type UpdatesLab,
} from "@/lib/updates/testing/updates-lab";
import { leaveOfflineRound } from "./offline-round";
import { type RoundTrip, startRoundTrip } from "./testing/round-trip";

const { db, connectionString } = await testDatabase();
const LARGE = randomBytes(5 * 1024 * 1024);
const FILES = { "setup.cab": LARGE, "redist/one.cab": Buffer.from("redist") };
const HOTFIX = "a1f16b3c-f1f6-4f9f-8647-2a524b0c802c";

let lab: UpdatesLab;
let trip: RoundTrip;
let lag = 0;
/** Time that can be ahead: metadata ages, nothing else. */
const clock = { now: () => new Date(systemClock.now().getTime() + lag) };
beforeAll(async () => {
  lab = await startUpdatesLab(db, connectionString);
});
beforeEach(async () => {
  lag = 0;
  await lab.publish({}, FILES);
  trip = await startRoundTrip(db, () => lab.thread("SMS_DMP_DOWNLOADER"), { clock });
});
afterEach(async () => {
  await trip.close();
  await lab.withdraw(HOTFIX).catch(() => {});
  await rm(lab.installDir, { recursive: true, force: true });
  lab.lines.splice(0);
  await emptyTables(db, "update_packages, update_check, offline_imports, offline_requests, alerts");
  await db.update(sites).set({ configuration: {} });
});
afterAll(async () => {
  await lab.close();
  await clearUpdatesLab(db);
});

const stateOf = async (packageGuid = PACKAGE) =>
  (await db.select().from(updatePackages).where(eq(updatePackages.packageGuid, packageGuid)))[0]?.state;

/** Everything an import may change, to see that nothing did. */
async function stateOfAll() {
  const [environment] = await db
    .select({ id: serviceConnectionPoint.environmentId })
    .from(serviceConnectionPoint);
  const trusted = trustedMetadataFolder(lab.installDir, environment?.id ?? "");
  const names = await readdir(trusted).catch(() => [] as string[]);
  return {
    packages: await db.select().from(updatePackages),
    files: await db.select().from(updatePackageFiles),
    check: await db.select().from(updateCheck),
    answered: await db.select({ at: offlineRequests.answeredAt }).from(offlineRequests),
    trusted: await Promise.all(
      names.sort().map(async (name) => [name, await readFile(path.join(trusted, name), "utf8")]),
    ),
    payload: await readdir(path.join(lab.installDir, "EasySetupPayload"), { recursive: true }).catch(
      () => [],
    ),
  };
}

async function answer(): Promise<string> {
  const { files } = await trip.connect(await trip.prepare());
  return files[0] ?? "";
}

/** Examines, approves and imports in one go. */
async function importAll(file: string): Promise<string> {
  const { importId, error } = await trip.examine(file);
  if (error) throw new Error(`${error.code} ${JSON.stringify(error.params)}`);
  await trip.approve(importId);
  await trip.work();
  return importId;
}

/** Turns one bit of the payload. */
async function corrupt(file: string): Promise<void> {
  const bytes = await readFile(file);
  const at = bytes.indexOf(LARGE.subarray(1_000_000, 1_000_064));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

describe("a round trip", () => {
  it("brings the newest update, ready to install, as a download would have left it", async () => {
    const file = await answer();
    const before = await stateOfAll();
    const examined = await trip.examine(file);
    expect(examined).toMatchObject({
      state: "examined",
      source: "command-line",
      report: {
        metadataExpired: false,
        updates: [
          { packageGuid: PACKAGE, outcome: "import", applicability: "applicable", unmet: null, files: 2 },
        ],
      },
    });
    expect(await stateOfAll()).toEqual(before);

    await trip.approve(examined.importId);
    await trip.work();
    expect(await trip.read(examined.importId)).toMatchObject({
      state: "imported",
      bytesDone: LARGE.length + 6,
      bytesTotal: LARGE.length + 6,
    });
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
    const folder = packageFolder(lab.installDir, PACKAGE);
    expect((await readFile(path.join(folder, "setup.cab"))).equals(LARGE)).toBe(true);
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      "redist",
      "redist/one.cab",
      "setup.cab",
    ]);
    expect(await db.select().from(updateCheck)).toMatchObject([{ errorCode: null, nextCheckAt: null }]);
    expect(lab.lines).toContain(
      "info Generating state message: 4 for package 00000000-0000-0000-0000-000000000000~~",
    );
    expect(lab.lines).toContain("info INFO: File hash check successfully for setup.cab");
    const [audit] = await db.select().from(auditMessages).orderBy(desc(auditMessages.recordId)).limit(1);
    expect(audit).toMatchObject({ messageId: 60018, actorKind: "component", objectId: examined.importId });
    const [request] = await db.select().from(offlineRequests);
    expect(request?.answeredAt).not.toBeNull();
  });

  it("travels in volumes as well", async () => {
    const { files } = await trip.connect(await trip.prepare(), { volumeBytes: 2 * 1024 * 1024 });
    expect(files).toHaveLength(3);
    await importAll(files[0] ?? "");
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it("does not carry again what is there, and lists what else is published", async () => {
    await importAll(await answer());
    await lab.publish(
      { packageGuid: HOTFIX, updateType: 2, fullVersion: "5.00.8853.1020" },
      { "fix.cab": Buffer.from("f") },
    );
    const { files, steps } = await trip.connect(await trip.prepare());
    expect(steps).toContainEqual(expect.objectContaining({ step: "selected", bytesTotal: 0 }));
    const { report } = await trip.examine(files[0] ?? "");
    expect(report?.updates.map(({ packageGuid, outcome }) => [packageGuid, outcome])).toEqual([
      [PACKAGE, "present"],
      [HOTFIX, "listed"],
    ]);
  });

  it("carries what an administrator asked for", async () => {
    await importAll(await answer());
    await lab.publish(
      { packageGuid: HOTFIX, updateType: 2, fullVersion: "5.00.8853.1020" },
      { "fix.cab": Buffer.from("f") },
    );
    await importAll((await (await trip.connect(await trip.prepare())).files[0]) ?? "");
    expect(await stateOf(HOTFIX)).toBe(UPDATE_STATE.APPLICABILITY_SUCCESS);
    const { files } = await trip.connect(await trip.prepare([HOTFIX]));
    await importAll(files[0] ?? "");
    expect(await stateOf(HOTFIX)).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it("keeps the files of an update that does not apply yet, which is ready the moment it does", async () => {
    await lab.publish({ requiredConfiguration: ["intuneConnector"] }, FILES);
    const { files } = await trip.connect(await trip.prepare(), { choice: "all" });
    const { report, importId } = await trip.examine(files[0] ?? "");
    expect(report?.updates).toMatchObject([
      { outcome: "import", applicability: "not-applicable", unmet: { rule: "required-configuration" } },
    ]);
    await trip.approve(importId);
    await trip.work();
    expect(await stateOf()).toBe(UPDATE_STATE.APPLICABILITY_NA);
    await db.execute(`update sites set configuration = '{"intuneConnector": true}'`);
    await judgePackages(db, clock, "SMS_HIERARCHY_MANAGER");
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it("does not wait for a hierarchy manager that does not come", async () => {
    const { importId } = await trip.examine(await answer());
    await trip.approve(importId);
    await trip.work({
      wait: async () => {
        lag += Minute.ms;
        return "timeout";
      },
    });
    expect((await trip.read(importId)).state).toBe("imported");
    await judgePackages(db, clock, "SMS_HIERARCHY_MANAGER");
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });
});

describe("what is refused leaves everything as it was", () => {
  async function refusal(file: string): Promise<string> {
    const before = await stateOfAll();
    const { state, error, importId } = await trip.examine(file);
    expect(state).toBe("refused");
    expect(await stateOfAll()).toEqual(before);
    await expect(trip.approve(importId)).rejects.toThrow("offline-import-not-examined");
    return error?.code ?? "";
  }

  it("a package that is on its way out", async () => {
    expect(await refusal(await trip.prepare())).toBe("transfer-kind-wrong");
  });

  it("the answer to another hierarchy", async () => {
    const file = await answer();
    await db.delete(offlineRequests);
    expect(await refusal(file)).toBe("transfer-other-hierarchy");
  });

  it("an answer with another request in it", async () => {
    const file = await answer();
    const stranger = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n";
    await db.update(offlineRequests).set({ publicKey: stranger });
    expect(await refusal(file)).toBe("transfer-signature-invalid");
  });

  it("a replay", async () => {
    const file = await answer();
    await importAll(file);
    expect(await refusal(file)).toBe("transfer-request-answered");
  });

  it("a bundle whose metadata is older than what is trusted", async () => {
    const first = await trip.prepare();
    const older = await trip.connect(first);
    await lab.publish({ name: "Configuration Manager 1910 again" }, FILES);
    await importAll(await answer());
    expect(await refusal(older.files[0] ?? "")).toBe("catalogue-rolled-back");
  });

  it("a corrupted byte of a payload", async () => {
    const file = await answer();
    await corrupt(file);
    expect(await refusal(file)).toBe("transfer-entry-damaged");
  });

  it("one that is not there any more", async () => {
    const file = await answer();
    const moved = `${file}.moved`;
    await rename(file, moved);
    await writeFile(file, "gone");
    expect(await refusal(file)).toBe("archive-not-a-zip");
  });
});

describe("metadata whose time is over", () => {
  const LIFETIME = 400 * Day.ms;

  it("is refused unless its age is accepted, and then the very age that was shown", async () => {
    const file = await answer();
    lag = LIFETIME;
    const { importId, report } = await trip.examine(file);
    expect(report?.metadataExpired).toBe(true);
    await expect(trip.approve(importId)).rejects.toThrow("offline-age-not-accepted");
    await trip.approve(importId, true);
    await trip.work();
    expect(await trip.read(importId)).toMatchObject({ state: "imported", expiredAcceptedBy: "anna" });
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
    const accepted = await db.select().from(auditMessages).where(eq(auditMessages.messageId, 60019));
    expect(accepted).toMatchObject([{ objectId: importId }]);
    await db.execute(
      "alter table audit_messages disable trigger user; delete from audit_messages; alter table audit_messages enable trigger user",
    );
  });

  it("is refused when it expires between the approval and the import", async () => {
    const { importId } = await trip.examine(await answer());
    await trip.approve(importId);
    lag = LIFETIME;
    await trip.work();
    expect(await trip.read(importId)).toMatchObject({
      state: "refused",
      error: { code: "transfer-metadata-expired" },
    });
    expect(await stateOf()).toBeUndefined();
  });

  it("whose age was accepted is still refused when it is older than what is trusted", async () => {
    const older = await trip.connect(await trip.prepare());
    const { importId } = await trip.examine(older.files[0] ?? "");
    await lab.publish({ name: "Configuration Manager 1910 again" }, FILES);
    await importAll(await answer());
    lag = LIFETIME;
    await trip.approve(importId, true);
    await trip.work();
    expect(await trip.read(importId)).toMatchObject({
      state: "refused",
      error: { code: "catalogue-rolled-back" },
    });
  });
});

describe("an import that is interrupted", () => {
  /** Begins an import and does `what` while its first file is noted down. */
  async function during(what: () => Promise<void> | void, signal?: AbortSignal): Promise<string> {
    const { importId } = await trip.examine(await answer());
    await trip.approve(importId);
    let done = false;
    const ownsServer = async () => {
      if (!done && (await stateOf()) === UPDATE_STATE.DOWNLOAD_IN_PROGRESS) {
        done = true;
        await what();
      }
      return true;
    };
    await trip.work({ ownsServer, ...(signal ? { signal } : {}) }).catch(() => {});
    return importId;
  }

  it("goes on after its thread ended, from its journal", async () => {
    const stop = new AbortController();
    const importId = await during(() => stop.abort(new Error("stopped")), stop.signal);
    expect(await trip.read(importId)).toMatchObject({ state: "importing" });
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_IN_PROGRESS);
    await trip.work();
    expect((await trip.read(importId)).state).toBe("imported");
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it("waits when its medium is gone before it begins", async () => {
    const file = await answer();
    const { importId } = await trip.examine(file);
    await trip.approve(importId);
    await rename(file, `${file}.away`);
    await trip.work();
    expect(await trip.read(importId)).toMatchObject({
      state: "importing",
      error: { code: "transfer-unreadable", params: { detail: "ENOENT" } },
    });
    await rename(`${file}.away`, file);
    await trip.work();
    expect(await trip.read(importId)).toMatchObject({ state: "imported", error: null });
  });

  it("is taken back when a file turns out to be another one than was examined", async () => {
    const file = await answer();
    const { importId } = await trip.examine(file);
    await trip.approve(importId);
    await corrupt(file);
    await trip.work();
    expect(await trip.read(importId)).toMatchObject({
      state: "refused",
      error: { code: "target-hash-mismatch" },
    });
    expect(await stateOf()).toBe(UPDATE_STATE.APPLICABILITY_SUCCESS);
    expect(await readdir(packageFolder(lab.installDir, PACKAGE)).catch(() => [])).toEqual([]);
    await importAll(await answer());
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it("ends at once when it is given up", async () => {
    const { importId } = await trip.examine(await answer());
    await trip.approve(importId);
    await db.update(offlineImports).set({ state: "importing", cancelRequested: true });
    await trip.work({
      // Until those who watch have seen it.
      wait: async (_topics, timeoutMs) => {
        await delay(timeoutMs);
        return "timeout";
      },
    });
    expect((await trip.read(importId)).state).toBe("canceled");
    expect(await readdir(packageFolder(lab.installDir, PACKAGE)).catch(() => [])).toEqual([]);
  });

  it("is given up when the role goes online, and leaves its files to the download", async () => {
    const stop = new AbortController();
    const importId = await during(() => stop.abort(new Error("stopped")), stop.signal);
    await leaveOfflineRound(trip.thread());
    expect(await trip.read(importId)).toMatchObject({
      state: "refused",
      error: { code: "offline-mode-left" },
    });
    expect(await stateOf()).toBe(UPDATE_STATE.APPLICABILITY_SUCCESS);
    expect(await readdir(packageFolder(lab.installDir, PACKAGE))).toContain("download.journal");
  });

  it("of another package than was examined is refused", async () => {
    const first = await answer();
    const { importId } = await trip.examine(first);
    await trip.approve(importId);
    const { files } = await trip.connect(await trip.prepare());
    await rm(first);
    await rename(files[0] ?? "", first);
    await trip.work();
    expect(await trip.read(importId)).toMatchObject({
      state: "refused",
      error: { code: "transfer-changed" },
    });
  });
});

describe("connecting", () => {
  it("goes on where it was interrupted, without a byte fetched twice that is on disk", async () => {
    const request = await trip.prepare();
    const stop = new AbortController();
    const interrupted = trip.connect(request, {
      signal: stop.signal,
      report: (step) => {
        if (step.step === "file-verified") stop.abort(new Error("killed"));
      },
    });
    await expect(interrupted).rejects.toThrow("killed");
    expect(await readdir(trip.stick)).toEqual([]);
    lab.server.requests.splice(0);
    const { steps, files } = await trip.connect(request);
    expect(steps).toContainEqual(expect.objectContaining({ step: "resumed" }));
    await importAll(files[0] ?? "");
    expect(await stateOf()).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  });

  it("takes up a package that was half written when the stick was pulled", async () => {
    const request = await trip.prepare();
    const first = trip.connect(request, {
      report: (step) => {
        if (step.step === "write" && step.bytesDone > 3_000_000) throw new Error("pulled");
      },
    });
    await expect(first).rejects.toThrow("pulled");
    const [partial] = await readdir(trip.stick);
    expect(partial).toMatch(/\.zip\.partial$/);
    const half = await readFile(path.join(trip.stick, partial ?? ""));
    const { files } = await trip.connect(request);
    const whole = await readFile(files[0] ?? "");
    expect(whole.subarray(0, half.length).equals(half)).toBe(true);
    await importAll(files[0] ?? "");
  });

  it("refuses a catalogue that is older than what the hierarchy has seen", async () => {
    await importAll(await answer());
    const timestamp = path.join(lab.publisher.repository, "metadata/timestamp.json");
    const before = await readFile(timestamp);
    await lab.publish({ name: "Configuration Manager 1910 again" }, FILES);
    await importAll(await answer());
    const newest = await readFile(timestamp);
    await writeFile(timestamp, before);
    await expect(trip.connect(await trip.prepare())).rejects.toMatchObject({ code: "catalogue-rolled-back" });
    await writeFile(timestamp, newest);
  });
});

import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  contentDistributions,
  easySetupVersions,
  hierarchySettings,
  siteSystemServers,
  sites,
  updatePackageFiles,
  updatePackagePrereqStatus,
  updatePackageSteps,
  updatePackages,
} from "@/lib/db/schema";
import type { ComponentLog, ThreadContext } from "@/lib/executive/component-thread";
import { testDatabase } from "@/lib/testing/database";
import { markRestartPending, restartMarkerFile } from "../installation/restart-marker";
import { UPDATE_STATE } from "../state-machine";
import { PENDING_RESTART_FILE } from "./collect-disk-facts";
import { runPrerequisiteCheck } from "./run-prerequisite-check";

const { db, connectionString } = await testDatabase();
const PACKAGE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
const CONTENT = "payload";
const WORK = { packageGuid: PACKAGE, siteCode: "CAS", siteInstallId: 1 };
const root = await mkdtemp(path.join(os.tmpdir(), "scp-prereq-"));
afterAll(() => rm(root, { recursive: true, force: true }));

let lines: string[];
let installDir: string;

beforeEach(async () => {
  lines = [];
  installDir = await mkdtemp(path.join(root, "install-"));
  for (const table of [contentDistributions, easySetupVersions, updatePackages, hierarchySettings])
    await db.delete(table);
  await db.delete(siteSystemServers);
  await db.delete(sites);
  const site = { siteCode: "CAS", name: "Central", version: "1906", fullVersion: "5.00.8853.1000" };
  await db.insert(sites).values({ ...site, type: 4 });
  await db.insert(hierarchySettings).values({ requiredFreeBytes: 1 });
  const at = new Date();
  await db.insert(updatePackages).values({
    packageGuid: PACKAGE,
    name: "Configuration Manager 1910",
    description: { en: "" },
    fullVersion: "5.00.8913.1000",
    minCmVersion: "5.00.8692.1000",
    maxCmVersion: "5.00.8853.9999",
    dateCreated: at,
    dateReleased: at,
    lastUpdateTime: at,
    impact: 31,
    updateType: 0,
    state: UPDATE_STATE.PREREQ_IN_PROGRESS,
    manifestEntry: {},
    totalBytes: CONTENT.length,
  });
  const sha256 = createHash("sha256").update(CONTENT).digest("hex");
  await db.insert(updatePackageFiles).values({
    packageGuid: PACKAGE,
    path: "SMSSetup/a.cab",
    kind: "payload",
    targetPath: "a",
    bytes: CONTENT.length,
    sha256,
  });
  await stage(CONTENT);
  const version = { packageId: "CAS00001", version: 1 };
  await db.insert(easySetupVersions).values({
    ...version,
    packageGuid: PACKAGE,
    sourceHash: "x",
    fileCount: 1,
    totalBytes: CONTENT.length,
    createdAt: at,
  });
  await db
    .insert(contentDistributions)
    .values({ ...version, siteCode: "CAS", state: "stored", createdAt: at, updatedAt: at });
});

async function stage(content: string): Promise<void> {
  const folder = path.join(installDir, "CMUStaging", PACKAGE.toUpperCase(), "SMSSetup");
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "a.cab"), content);
}

function thread(overrides: Partial<ThreadContext> = {}): ThreadContext {
  const line = (message: string) => void lines.push(message);
  const log: ComponentLog = { info: line, warning: line, error: line, line: (_s, message) => line(message) };
  return {
    component: "CONFIGURATION_MANAGER_UPDATE",
    threadId: 1,
    serverId: "00000000-0000-4000-8000-000000000001",
    serverFqdn: "cas01.contoso.com",
    siteCode: "CAS",
    installDir,
    connectionString,
    db,
    clock: { now: () => new Date() },
    signal: new AbortController().signal,
    log,
    logTo: () => log,
    fileExchange: { host: "127.0.0.1", port: 0, advertisedHost: null },
    ownsServer: async () => true,
    setNextScheduled: async () => {},
    wait: async () => "stopped",
    ...overrides,
  };
}

async function objections(): Promise<Record<string, unknown>> {
  const rows = await db.select().from(updatePackagePrereqStatus);
  return Object.fromEntries(
    rows.filter(({ result }) => result !== "passed").map(({ rule, params }) => [rule, params]),
  );
}

describe("the prerequisite check of a site", () => {
  it("passes a site in order, keeps every result and writes the product's log", async () => {
    const outcome = await runPrerequisiteCheck(thread(), WORK);
    expect(await objections()).toEqual({});
    expect(outcome).toBe("PREREQ_SUCCESS");
    expect(await db.select().from(updatePackageSteps)).toMatchObject([
      { step: "check-prerequisites", isComplete: 2, progress: 100 },
    ]);
    expect(lines[0]).toBe("******* Start Prerequisite checking. *******");
    expect(lines).toContain("===== INFO: Prerequisite Type & Server: SITE_CAS:[cas01.contoso.com] =====");
    expect(lines).toContain("[Passed]:Free disk space on site server");
    expect(lines.at(-1)).toBe("******* Prerequisite checking is completed. *******");
  });

  it("finds what is wrong on the disk", async () => {
    await stage("PAYLOAD");
    await writeFile(path.join(installDir, PENDING_RESTART_FILE), "");
    const box = path.join(installDir, "inboxes/despoolr.box/receive");
    await mkdir(box, { recursive: true });
    await writeFile(path.join(box, "old.ist"), "");
    await writeFile(path.join(box, "new.ist"), "");
    await utimes(path.join(box, "old.ist"), 0, 0);
    expect(await runPrerequisiteCheck(thread(), WORK)).toBe("PREREQ_ERROR");
    expect(await objections()).toMatchObject({
      "staged-content": { path: "SMSSetup/a.cab", count: 1 },
      "pending-system-restart": { marker: path.join(installDir, PENDING_RESTART_FILE) },
      "backlogged-inboxes": { count: 1, folder: box },
    });
  });

  it("a restart that an update asked for is pending until the computer was restarted", async () => {
    const asked = { packageGuid: WORK.packageGuid, boot: "an earlier one" };
    await markRestartPending(installDir, WORK.packageGuid);
    await runPrerequisiteCheck(thread(), WORK);
    expect(await objections()).toMatchObject({
      "pending-system-restart": { marker: restartMarkerFile(installDir) },
    });
    await writeFile(restartMarkerFile(installDir), JSON.stringify(asked));
    await runPrerequisiteCheck(thread(), WORK);
    expect(await objections()).not.toHaveProperty("pending-system-restart");
  });

  it("finds what is wrong in the hierarchy, and replaces its results when it is done again", async () => {
    await db.update(contentDistributions).set({ state: "sending" });
    await db.insert(sites).values({
      siteCode: "PR1",
      name: "P",
      type: 2,
      parentSiteCode: "CAS",
      version: "1902",
      fullVersion: "5.00.8790.1000",
      status: 3,
    });
    expect(await runPrerequisiteCheck(thread(), WORK)).toBe("PREREQ_ERROR");
    expect(Object.keys(await objections()).sort()).toEqual([
      "content-replication",
      "same-version",
      "sites-active",
    ]);
    await db.update(contentDistributions).set({ state: "stored" });
    await db.update(sites).set({ status: 1, fullVersion: "5.00.8853.1000" });
    expect(await runPrerequisiteCheck(thread(), WORK)).toBe("PREREQ_SUCCESS");
    expect(await objections()).toEqual({});
  });

  it("names why a fact could not be had instead of breaking off", async () => {
    const unreachable = thread({ connectionString: "postgres://nobody@127.0.0.1:1/none" });
    expect(await runPrerequisiteCheck(unreachable, WORK)).toBe("PREREQ_ERROR");
    expect(await objections()).toMatchObject({
      "database-connection": { outcome: "unchecked", detail: expect.stringContaining("ECONNREFUSED") },
    });
  });

  it("stops with its thread and keeps no result", async () => {
    const signal = AbortSignal.abort(new Error("stopping"));
    await expect(runPrerequisiteCheck(thread({ signal }), WORK)).rejects.toThrow("stopping");
    expect(await db.select().from(updatePackagePrereqStatus)).toEqual([]);
  });

  it("writes nothing for a server that another executive hosts", async () => {
    const fenced = thread({ ownsServer: async () => false });
    await expect(runPrerequisiteCheck(fenced, WORK)).rejects.toThrow("another executive");
    expect(await db.select().from(updatePackageSteps)).toEqual([]);
  });
});

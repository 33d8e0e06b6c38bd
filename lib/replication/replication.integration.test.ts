import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Day, Minute } from "@/lib/clock";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { PIECE_BYTES } from "@/lib/content-library/model";
import {
  alerts,
  contentDistributions,
  easySetupVersions,
  sites,
  statusMessages,
  updatePackageRuns,
  updatePackageSiteStatus,
  updatePackages,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { prepareEasySetupPackage } from "@/lib/updates/easy-setup/prepare-easy-setup-package";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { lanSender } from "./lan-sender.component";
import { listFileReplicationRoutes } from "./list-file-replication-routes";
import { listReplication } from "./list-replication";
import { retryReplication } from "./retry-replication";
import { setFileReplicationRoute } from "./set-file-replication-route";
import { ReplicationLab, SITES, type SiteCode } from "./testing/replication-lab";
import { validateContent } from "./validate-content";

const { db } = await testDatabase();
const GUID = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
const NEXT = "61f16b3c-f1f6-4f9f-8647-2a524b0c802d";
const big = randomBytes(3 * PIECE_BYTES + 17);
const small = Buffer.from("redist");
const FILES = { "SMSSetup/setup.cab": big, "redist/one.cab": small };

let lab: ReplicationLab;
beforeEach(async () => {
  lab = await ReplicationLab.start(db);
});
afterEach(() => lab.close());

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");
const ctx = () => testCtx(db, { clock: lab.clock });
const prepare = (guid = GUID) =>
  prepareEasySetupPackage(lab.thread("CAS", { name: "SMS_HIERARCHY_MANAGER", logFile: "hman.log" }), guid);
const stored = (site: SiteCode, content: Buffer) =>
  readFile(new ContentLibrary(lab.installDir(site)).filePath(sha256(content)));
const packageState = async (guid = GUID) =>
  (await db.select().from(updatePackages).where(eq(updatePackages.packageGuid, guid)))[0]?.state;
const siteState = async (site: SiteCode) =>
  (
    await db
      .select()
      .from(updatePackageSiteStatus)
      .where(and(eq(updatePackageSiteStatus.packageGuid, GUID), eq(updatePackageSiteStatus.siteCode, site)))
  )[0]?.state;
const distribution = async (siteCode: SiteCode, version = 1) =>
  (
    await db
      .select()
      .from(contentDistributions)
      .where(and(eq(contentDistributions.siteCode, siteCode), eq(contentDistributions.version, version)))
  )[0];
const until = { timeout: 20_000, interval: 30 };
const replicated = (guid = GUID) =>
  expect.poll(() => packageState(guid), until).toBe(UPDATE_STATE.CONTENT_REPLICATION_SUCCESS);
/** From `file` of `site`, in order, what a reader of the product looks for. */
const linesOf = (site: string, file: string) =>
  (lab.lines[site] ?? [])
    .filter((line) => line.startsWith(`${file} `))
    .map((line) => line.slice(file.length + 1));

describe("from the payload to every primary site", () => {
  it("the content is at all sites, and the logs say so in the product's words", async () => {
    await lab.enable(GUID, FILES);
    expect(await prepare()).toBe("replicating");
    expect(await prepare()).toBe("not-enabled");
    lab.startAll();
    await replicated();
    for (const site of SITES) {
      expect((await stored(site, big)).equals(big)).toBe(true);
      expect(await distribution(site)).toMatchObject({ state: "stored", errorCode: null, attempts: 0 });
    }
    expect(linesOf("CAS", "hman.log")).toEqual(
      expect.arrayContaining([
        "Creating easy setup package…",
        "Info: package 'CAS00001' is set to replicate to site servers only.",
      ]),
    );
    expect(linesOf("CAS", "distmgr.log")).toEqual(
      expect.arrayContaining([
        "Start adding package CAS00001",
        `Taking package snapshot for package CAS00001 from source \\\\cas.contoso.com\\EasySetupPayLoad\\${GUID.toUpperCase()}`,
        "Setting CMiniJob transfer root to c:\\SMSPKG\\CAS00001.PCK.1",
        "Created minijob to send compressed copy of package CAS00001 to site PR1. Transfer root = c:\\SMSPKG\\CAS00001.PCK.1",
      ]),
    );
    const job = await distribution("PR1");
    expect(linesOf("CAS", "schedule.log")).toEqual(
      expect.arrayContaining([
        `<Updating JOB ${job?.jobId}>`,
        `Created new send request ID:${job?.sendRequestId}`,
        `Scheduling send request ${job?.sendRequestId}`,
      ]),
    );
    expect(linesOf("PR1", "despool.log")).toContain("Stored Package CAS00001. Stored Package Version = 1");
    expect(linesOf("PR1", "distmgr.log")).toContain("Successfully created/updated the package CAS00001");
    const list = await listReplication(ctx(), { packageGuid: GUID });
    expect(list.ok && list.value.map((row) => [row.siteCode, row.state, row.lagMs])).toEqual([
      ["CAS", "stored", 0],
      ["PR1", "stored", 0],
      ["PR2", "stored", 0],
    ]);
  });

  it("from a role on a server of its own the files come over the file exchange", async () => {
    await lab.close();
    lab = await ReplicationLab.start(db, "SCP");
    await lab.enable(GUID, FILES, "SCP");
    await prepare();
    lab.startDispatch();
    lab.startAll();
    await replicated();
    expect((await stored("PR2", big)).equals(big)).toBe(true);
  });

  it("a second run of unchanged files skips the update and sends nothing", async () => {
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll();
    await replicated();
    await db.update(updatePackages).set({ state: UPDATE_STATE.ENABLED });
    await prepare();
    await replicated();
    expect(linesOf("CAS", "hman.log")).toContain(
      "Easy setup source folder hash is not changed. Skip updating.",
    );
    expect(await db.select().from(easySetupVersions)).toHaveLength(1);
  });

  it("of a version that shares files only what is new travels", async () => {
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll();
    await replicated();
    const fresh = randomBytes(PIECE_BYTES + 5);
    await lab.enable(NEXT, { "SMSSetup/setup.cab": big, "SMSSetup/new.cab": fresh });
    await prepare(NEXT);
    await replicated(NEXT);
    expect(await distribution("PR1", 2)).toMatchObject({ state: "stored", bytesTotal: fresh.length });
  });

  it("content of an installed package leaves the sites when a newer one has come", async () => {
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll();
    await replicated();
    await db.update(updatePackageSiteStatus).set({ state: UPDATE_STATE.INSTALL_SUCCESS });
    await db.update(updatePackages).set({ state: UPDATE_STATE.INSTALL_SUCCESS });
    await lab.enable(NEXT, { "SMSSetup/setup.cab": big });
    await prepare(NEXT);
    await replicated(NEXT);
    for (const site of SITES) {
      await expect.poll(async () => (await distribution(site))?.state, until).toBe("removed");
      await expect(stored(site, small)).rejects.toThrow("ENOENT");
      expect((await stored(site, big)).equals(big)).toBe(true);
    }
    expect(await distribution("PR1", 2)).toMatchObject({ state: "stored" });
  });
});

describe("what gets in the way", () => {
  it("threads that are ended anywhere go on where they were", async () => {
    await lab.enable(GUID, FILES);
    await prepare();
    for (const state of ["snapshot", "pending", "scheduled", "sending"]) {
      lab.startAll();
      const past = async () => (await distribution("PR2"))?.state !== state;
      await expect.poll(past, until).toBe(true);
      await lab.stop();
    }
    lab.startAll();
    await replicated();
    expect((await stored("PR2", big)).equals(big)).toBe(true);
  });

  it("a closed route waits for its hour, and an opened one is used at once", async () => {
    const now = lab.clock.now();
    const hour = now.getUTCDay() * 24 + now.getUTCHours();
    const openHours = Array.from({ length: 168 }, (_, at) => (at === (hour + 2) % 168 ? "1" : "0")).join("");
    const route = { sourceSiteCode: "CAS", destinationSiteCode: "PR1", bytesPerSecond: null };
    expect(await setFileReplicationRoute(ctx(), { ...route, openHours })).toMatchObject({ ok: true });
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll();
    await expect.poll(() => siteState("PR2"), until).toBe(UPDATE_STATE.CONTENT_REPLICATION_SUCCESS);
    await expect.poll(async () => (await distribution("PR1"))?.nextAttemptAt, until).not.toBeNull();
    const list = await listReplication(ctx(), { packageGuid: GUID });
    expect(list.ok && list.value[1]).toMatchObject({ state: "pending", waitsFor: "route-closed" });
    const routes = await listFileReplicationRoutes(ctx(), {});
    expect(routes.ok && routes.value.map(({ open }) => open)).toEqual([false, true]);
    await setFileReplicationRoute(ctx(), { ...route, openHours: null });
    await replicated();
  });

  it("messaging that is turned off holds a site back", async () => {
    await db.update(sites).set({ messagingEnabled: false }).where(eq(sites.siteCode, "PR1"));
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll();
    await expect.poll(() => siteState("PR2"), until).toBe(UPDATE_STATE.CONTENT_REPLICATION_SUCCESS);
    expect(await distribution("PR1")).toMatchObject({ state: "pending", sendRequestId: null });
    await db.update(sites).set({ messagingEnabled: true }).where(eq(sites.siteCode, "PR1"));
    await replicated();
  });

  it("a site whose parent does not answer fails by name, is alerted, and comes back with a retry", async () => {
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll("CAS", "PR1");
    await expect.poll(() => siteState("PR1"), until).toBe(UPDATE_STATE.CONTENT_REPLICATION_SUCCESS);
    await lab.stop(({ component }) => component === "SMS_LAN_SENDER");
    lab.startAll("PR2");
    const failed = async () => {
      lab.advance(20 * Minute.ms);
      return siteState("PR2");
    };
    await expect.poll(failed, until).toBe(UPDATE_STATE.CONTENT_REPLICATION_FAILED);
    expect(await packageState()).toBe(UPDATE_STATE.CONTENT_REPLICATION_FAILED);
    expect(await distribution("PR2")).toMatchObject({ state: "failed", errorCode: "peer-unreachable" });
    expect(await db.select().from(alerts).where(eq(alerts.state, 0))).toMatchObject([
      { code: "replication.failed", objectId: `${GUID}/PR2` },
    ]);
    lab.run("CAS", lanSender);
    expect(await retryReplication(ctx(), { packageGuid: GUID, siteCode: "PR1" })).toMatchObject({
      code: "replication-not-failed",
    });
    expect(await retryReplication(ctx(), { packageGuid: GUID })).toMatchObject({
      value: { siteCodes: ["PR2"] },
    });
    await replicated();
    expect(await db.select().from(alerts).where(eq(alerts.state, 0))).toEqual([]);
  });

  it("a forced retry raises the version, and the old one goes", async () => {
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll();
    await replicated();
    expect(await retryReplication(ctx(), { packageGuid: GUID, force: true })).toMatchObject({
      code: "replication-not-in-progress",
    });
    const run = { packageGuid: GUID, prereqFlag: 0, requestedBy: "test", requestedAt: lab.clock.now() };
    await db.insert(updatePackageRuns).values(run);
    expect(await retryReplication(ctx(), { packageGuid: GUID, force: true })).toMatchObject({ ok: true });
    await expect.poll(async () => (await distribution("PR1", 2))?.state, until).toBe("stored");
    await expect.poll(async () => (await distribution("PR1", 1))?.state, until).toBe("removed");
    await replicated();
    expect((await stored("PR1", big)).equals(big)).toBe(true);
  });
});

describe("stored content that was damaged", () => {
  const damage = async (site: SiteCode) => {
    const file = new ContentLibrary(lab.installDir(site)).filePath(sha256(big));
    const content = await readFile(file);
    content[PIECE_BYTES + 1] = (content[PIECE_BYTES + 1] ?? 0) ^ 1;
    await writeFile(file, content);
  };
  const reported = async () => (await db.select().from(statusMessages)).map(({ messageId }) => messageId);

  beforeEach(async () => {
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll();
    await replicated();
  });

  it.each(["CAS", "PR1"] as const)("is repaired at %s when an administrator asks", async (site) => {
    await damage(site);
    expect(await validateContent(ctx(), { packageGuid: GUID, siteCode: site })).toMatchObject({ ok: true });
    await expect.poll(async () => (await distribution(site))?.validationRequestedAt, until).toBeNull();
    expect((await stored(site, big)).equals(big)).toBe(true);
    const [message] = await db.select().from(statusMessages).where(eq(statusMessages.messageId, 61051));
    expect(message?.strings).toEqual(["Configuration Manager 1910", site, "1"]);
  });

  it("is found by the schedule", async () => {
    await damage("PR2");
    lab.advance(8 * Day.ms);
    await expect.poll(async () => (await stored("PR2", big)).equals(big), until).toBe(true);
    await expect.poll(reported, until).toContain(61051);
  });

  it("is alerted when the parent cannot replace it, and the alert goes with the repair", async () => {
    await lab.stop(({ component }) => component === "SMS_LAN_SENDER");
    await damage("PR1");
    await validateContent(ctx(), { packageGuid: GUID, siteCode: "PR1" });
    const open = async () =>
      (await db.select().from(alerts).where(eq(alerts.state, 0))).map(({ code }) => code);
    await expect.poll(open, until).toEqual(["replication.content-damaged"]);
    expect(await distribution("PR1")).toMatchObject({ state: "stored", damagedPieces: 1 });
    lab.run("CAS", lanSender);
    await validateContent(ctx(), { packageGuid: GUID, siteCode: "PR1" });
    await expect.poll(open, until).toEqual([]);
    expect(await distribution("PR1")).toMatchObject({ damagedPieces: 0, errorCode: null });
  });
});

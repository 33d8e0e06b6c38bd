import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Minute } from "@/lib/clock";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { alerts, contentDistributions, easySetupVersions, sites, updatePackageRuns } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { cancelReplication } from "@/lib/updates/easy-setup/retire-versions";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { lanSender } from "./lan-sender.component";
import { listFileReplicationRoutes } from "./list-file-replication-routes";
import { listReplication } from "./list-replication";
import { retryReplication } from "./retry-replication";
import { scheduleJobs } from "./schedule-jobs";
import { scheduler } from "./scheduler.component";
import { setFileReplicationRoute } from "./set-file-replication-route";
import { ReplicationLab, type SiteCode } from "./testing/replication-lab";
import { big, FILES, GUID, NEXT, replicationScene, until } from "./testing/replication-scene";

const { db } = await testDatabase();
let lab: ReplicationLab;
const { ctx, prepare, stored, packageState, siteState, distribution, replicated, linesOf } = replicationScene(
  db,
  () => lab,
);
beforeEach(async () => {
  lab = await ReplicationLab.start(db);
});
afterEach(() => lab.close());

/** A send request that fails at once, to see that the despooler works. */
const probe = { packageId: "CAS00001", version: 9, siteCode: "PR1", state: "scheduled" } as const;

async function missingAt(site: SiteCode) {
  const [version] = await db.select().from(easySetupVersions);
  const library = new ContentLibrary(lab.installDir(site));
  const manifest = await library.readManifest("CAS00001", 1, version?.manifestSha256 ?? "");
  if (!manifest) throw new Error("no manifest");
  return library.findMissing(manifest, { deep: true, signal: new AbortController().signal });
}

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

  it("a transfer that messaging interrupts midway goes on with what is left", async () => {
    const slow = { sourceSiteCode: "CAS", destinationSiteCode: "PR1", openHours: null };
    await setFileReplicationRoute(ctx(), { ...slow, bytesPerSecond: 4 * 1024 * 1024 });
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll("CAS", "PR1");
    const lackingBytes = async () => (await missingAt("PR1")).reduce((sum, { bytes }) => sum + bytes, 0);
    // Bytes under way count as done before they are a piece that stays.
    await expect.poll(lackingBytes, until).toBeLessThan(big.length);
    await db.update(sites).set({ messagingEnabled: false }).where(eq(sites.siteCode, "PR1"));
    await expect.poll(async () => (await distribution("PR1"))?.state, until).toBe("pending");
    // The sender cut the answers: no failure of the transfer.
    expect(await distribution("PR1")).toMatchObject({ attempts: 0, errorCode: null });
    expect(linesOf("PR1", "despool.log").join()).toContain("is interrupted: messaging-disabled");
    const says = "waits: messaging between the sites is turned off";
    await expect
      .poll(() => linesOf("CAS", "schedule.log").filter((l) => l.includes(says)), until)
      .toHaveLength(1);
    // Some pieces have come and some have not; exactly these are fetched later.
    const lacking = await lackingBytes();
    expect(lacking).toBeGreaterThan(0);
    expect(lacking).toBeLessThan(big.length);
    await db.update(sites).set({ messagingEnabled: true }).where(eq(sites.siteCode, "PR1"));
    await setFileReplicationRoute(ctx(), { ...slow, bytesPerSecond: null });
    await expect.poll(() => siteState("PR1"), until).toBe(UPDATE_STATE.CONTENT_REPLICATION_SUCCESS);
    expect(await missingAt("PR1")).toEqual([]);
  });

  it("a route that closes again is said again", async () => {
    const job = { jobId: "0000000A", createdAt: lab.clock.now(), updatedAt: lab.clock.now() };
    const version = { packageId: "CAS00001", version: 1, packageGuid: GUID, sourceHash: "", fileCount: 0 };
    await db.insert(easySetupVersions).values({ ...version, totalBytes: 0, createdAt: lab.clock.now() });
    await lab.enable(GUID, FILES);
    await db.insert(contentDistributions).values({ ...probe, version: 1, state: "pending", ...job });
    const thread = lab.thread("CAS", scheduler);
    const said = new Map<string, string>();
    const look = async (messagingEnabled: boolean) => {
      await db.update(sites).set({ messagingEnabled }).where(eq(sites.siteCode, "PR1"));
      await scheduleJobs(thread, said);
      return linesOf("CAS", "schedule.log").filter((line) => line.includes(" waits: ")).length;
    };
    expect([await look(false), await look(false)]).toEqual([1, 1]);
    expect(await look(true)).toBe(1);
    await db.update(contentDistributions).set({ state: "pending" });
    expect(await look(false)).toBe(2);
  });

  it("a canceled replication stops where it is and keeps what is stored", async () => {
    const slow = { sourceSiteCode: "CAS", destinationSiteCode: "PR1", openHours: null };
    await setFileReplicationRoute(ctx(), { ...slow, bytesPerSecond: 1024 * 1024 });
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll("CAS", "PR1");
    await expect.poll(async () => (await distribution("PR1"))?.state, until).toBe("sending");
    await cancelReplication(db, GUID, lab.clock.now());
    const version = { packageId: "CAS00001", version: 9, packageGuid: NEXT, sourceHash: "", fileCount: 0 };
    await db.insert(easySetupVersions).values({ ...version, totalBytes: 0, createdAt: lab.clock.now() });
    await lab.enable(NEXT, FILES);
    await db.insert(contentDistributions).values({
      ...probe,
      createdAt: lab.clock.now(),
      updatedAt: lab.clock.now(),
    });
    // The thread has let go of the transfer when it takes the next one up.
    await expect.poll(async () => (await distribution("PR1", 9))?.attempts, until).toBeGreaterThan(0);
    expect(await distribution("PR1")).toMatchObject({ state: "canceled" });
    expect(await distribution("CAS")).toMatchObject({ state: "stored" });
    expect(linesOf("PR1", "despool.log").filter((line) => line.includes("version 1"))).toEqual([]);
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

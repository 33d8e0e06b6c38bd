import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PIECE_BYTES } from "@/lib/content-library/model";
import { easySetupVersions, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { listReplication } from "./list-replication";
import { ReplicationLab, SITES } from "./testing/replication-lab";
import { big, FILES, GUID, NEXT, replicationScene, small, until } from "./testing/replication-scene";

const { db } = await testDatabase();
let lab: ReplicationLab;
const { ctx, prepare, stored, distribution, replicated, linesOf } = replicationScene(db, () => lab);
beforeEach(async () => {
  lab = await ReplicationLab.start(db);
});
afterEach(() => lab.close());

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

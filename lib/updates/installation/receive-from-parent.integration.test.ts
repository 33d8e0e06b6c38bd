import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ContentLibrary } from "@/lib/content-library/content-library";
import {
  fileReplicationRoutes,
  sites,
  updatePackageSiteStatus,
  updatePackageSteps,
  updatePackages,
} from "@/lib/db/schema";
import { lanSender } from "@/lib/replication/lan-sender.component";
import { ReplicationLab } from "@/lib/replication/testing/replication-lab";
import { big, FILES, GUID, replicationScene, until } from "@/lib/replication/testing/replication-scene";
import { testDatabase } from "@/lib/testing/database";
import { UPDATE_STATE, type UpdateStateName, updateStateName } from "../state-machine";
import { cmUpdate } from "./cmupdate.component";
import { receiveFromParent } from "./receive-from-parent";
import { readSiteWork } from "./site-work";

const { db } = await testDatabase();
let lab: ReplicationLab;
const { prepare, stored, distribution, damage } = replicationScene(db, () => lab);

/** PR1 has the content; PR2 is a secondary below it that an administrator has upgraded. */
beforeEach(async () => {
  lab = await ReplicationLab.start(db);
  await db.update(sites).set({ type: 1, parentSiteCode: "PR1" }).where(eq(sites.siteCode, "PR2"));
  await lab.enable(GUID, FILES);
  await db.update(updatePackages).set({ manifestEntry: { version: "1910" } as never });
  await prepare();
  lab.startAll("CAS", "PR1");
  lab.run("PR1", lanSender);
  await expect.poll(async () => (await distribution("PR1"))?.state, until).toBe("stored");
  await lab.stop(({ siteCode, component }) => siteCode === "PR1" && component !== "SMS_LAN_SENDER");
  await db.insert(updatePackageSiteStatus).values({
    packageGuid: GUID,
    siteCode: "PR2",
    state: UPDATE_STATE.CONTENT_REPLICATING,
    prereqFlag: 0,
    lastUpdateTime: lab.clock.now(),
  });
});
afterEach(() => lab.close());

const isSecondary = and(
  eq(updatePackageSiteStatus.siteCode, "PR2"),
  eq(updatePackageSiteStatus.packageGuid, GUID),
);
const status = async () => (await db.select().from(updatePackageSiteStatus).where(isSecondary))[0];
const state = async () => updateStateName((await status())?.state ?? -1);
const setState = (name: UpdateStateName) =>
  db.update(updatePackageSiteStatus).set({ state: UPDATE_STATE[name] }).where(isSecondary);
const step = async () =>
  (await db.select().from(updatePackageSteps).where(eq(updatePackageSteps.siteCode, "PR2")))[0];

const limitRoute = (bytesPerSecond: number) =>
  db.insert(fileReplicationRoutes).values({
    sourceSiteCode: "PR1",
    destinationSiteCode: "PR2",
    bytesPerSecond,
    updatedAt: lab.clock.now(),
    updatedBy: "test",
  });

async function receive() {
  const thread = lab.thread("PR2", cmUpdate);
  const [work] = await readSiteWork(thread);
  if (!work) throw new Error("nothing to do");
  return receiveFromParent(thread, work);
}

describe("the content of a secondary site", () => {
  it("comes from its parent, and its step says how far it is", async () => {
    await limitRoute(8 * 1024 * 1024);
    const received = receive();
    await expect.poll(async () => (await step())?.isComplete, until).toBe(1);
    expect(await received).toBeNull();
    expect((await stored("PR2", big)).equals(big)).toBe(true);
    expect(await state()).toBe("CONTENT_REPLICATION_SUCCESS");
    expect(await step()).toMatchObject({ phase: "replication", step: "replicate-content", isComplete: 2 });
  });

  it("that is damaged at the parent has the parent look at its own, and is tried again", async () => {
    await damage("PR1");
    expect(await receive()).toEqual({ ms: 5 * 60_000, firm: true });
    expect(await state()).toBe("CONTENT_REPLICATING");
    expect(await status()).toMatchObject({ errorCode: "peer-content-damaged" });
    expect((await distribution("PR1"))?.validationRequestedAt).not.toBeNull();
  });

  it("is not fetched to the end when nobody waits for it any more", async () => {
    await limitRoute(64 * 1024);
    const received = receive();
    received.catch(() => {});
    await expect.poll(async () => (await step())?.isComplete, until).toBe(1);
    await setState("DOWNLOAD_SUCCESS");
    await expect(received).rejects.toThrow("nobody waits");
    expect(await status()).toMatchObject({ errorCode: null });
    expect(await new ContentLibrary(lab.installDir("PR2")).versions()).toHaveLength(1);
  });
});

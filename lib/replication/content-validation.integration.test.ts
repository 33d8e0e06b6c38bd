import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Day, Hour, Minute } from "@/lib/clock";
import { alerts, statusMessages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { lanSender } from "./lan-sender.component";
import { ReplicationLab } from "./testing/replication-lab";
import { big, FILES, GUID, replicationScene, until } from "./testing/replication-scene";
import { validateContent } from "./validate-content";

const { db } = await testDatabase();
let lab: ReplicationLab;
const { ctx, prepare, stored, siteState, distribution, replicated, damage } = replicationScene(db, () => lab);
beforeEach(async () => {
  lab = await ReplicationLab.start(db);
});
afterEach(() => lab.close());

describe("a source that was damaged", () => {
  it("a parent whose own copy is damaged repairs itself when a child finds out", async () => {
    await lab.enable(GUID, FILES);
    await prepare();
    lab.startAll("CAS");
    await expect.poll(() => siteState("CAS"), until).toBe(UPDATE_STATE.CONTENT_REPLICATION_SUCCESS);
    await damage("CAS");
    lab.startAll("PR1");
    await expect.poll(async () => (await distribution("PR1"))?.errorCode, until).toBe("peer-content-damaged");
    await expect.poll(async () => (await stored("CAS", big)).equals(big), until).toBe(true);
    lab.advance(Minute.ms);
    await expect.poll(() => siteState("PR1"), until).toBe(UPDATE_STATE.CONTENT_REPLICATION_SUCCESS);
    expect((await stored("PR1", big)).equals(big)).toBe(true);
  });
});

describe("stored content that was damaged", () => {
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
    // Tried again every hour; the sender may need a moment before it gives files.
    const anHourLater = async () => {
      lab.advance(Hour.ms);
      return open();
    };
    await expect.poll(anHourLater, { ...until, interval: 500 }).toEqual([]);
    expect(await distribution("PR1")).toMatchObject({ damagedPieces: 0, errorCode: null });
  });
});

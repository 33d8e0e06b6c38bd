import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { alerts, auditMessages, statusMessages } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx, userActor } from "@/lib/testing/factories";
import { cancelAlert, raiseAlert } from "./alerts";
import { closeAlert } from "./close-alert";
import { listAlerts } from "./list-alerts";
import { listStatusMessages } from "./list-status-messages";
import type { StatusMessageRow } from "./model";
import { reportStatus } from "./status-messages";

const { db } = await testDatabase();
const clock = testClock();
const ctx = testCtx(db, { clock });

beforeEach(async () => {
  await db.delete(alerts);
  await db.delete(statusMessages);
});

const raise = (objectId?: string) =>
  raiseAlert(db, clock, { code: "updates.download-failed", objectId, severity: 1, params: { name: "1910" } });
const listed = async () => {
  const result = await listAlerts(ctx, {});
  return result.ok ? result.value : [];
};

describe("an alert", () => {
  it("is open once per condition and counts its occurrences", async () => {
    await raise("a");
    clock.advance(60_000);
    await raise("a");
    await raise("b");
    expect(await listed()).toMatchObject([
      { objectId: "a", occurrences: 2, state: 0, params: { name: "1910" } },
      { objectId: "b", occurrences: 1, state: 0 },
    ]);
    const [first] = await listed();
    expect((first?.lastRaisedAt.getTime() ?? 0) - (first?.firstRaisedAt.getTime() ?? 0)).toBe(60_000);
  });

  it("raised by many at once is still one", async () => {
    await Promise.all(Array.from({ length: 20 }, () => raise("a")));
    expect(await listed()).toMatchObject([{ occurrences: 20 }]);
  });

  it("is canceled when the condition is gone, and a later one is a new alert", async () => {
    await raise("a");
    await cancelAlert(db, clock, "updates.download-failed", "a");
    await cancelAlert(db, clock, "updates.download-failed", "a");
    await raise("a");
    expect((await listed()).map((row) => [row.state, row.occurrences])).toEqual([
      [0, 1],
      [2, 1],
    ]);
  });

  it("can be closed by an administrator once, which is audited", async () => {
    await raise();
    const [open] = await listed();
    const closing = { ...ctx, correlationId: "closing" };
    expect(await closeAlert(closing, { id: open?.id })).toMatchObject({ ok: true });
    expect(await closeAlert(closing, { id: open?.id })).toMatchObject({ code: "alert-not-open" });
    expect(
      await db.select().from(auditMessages).where(eq(auditMessages.correlationId, "closing")),
    ).toMatchObject([{ messageId: 60042, action: "alerts.manage" }]);
  });

  it("cannot be closed by a Read-only Analyst", async () => {
    await raise();
    const analyst = { ...ctx, actor: userActor("SMS0002R") };
    const [open] = await listed();
    expect(await closeAlert(analyst, { id: open?.id })).toMatchObject({ code: "forbidden" });
  });
});

describe("status messages", () => {
  const report = (component: "SMS_DMP_DOWNLOADER" | "SMS_HIERARCHY_MANAGER", messageId: number) =>
    reportStatus(
      {
        db,
        clock,
        component,
        threadId: 4,
        serverFqdn: "scp01.contoso.com",
        siteCode: "CAS",
        log: { info() {}, warning() {}, error() {}, line() {} },
      },
      { messageId, severity: "warning", messageType: "detail", strings: ["x"] },
    );
  const page = async (input: object): Promise<StatusMessageRow[]> => {
    const result = await listStatusMessages(ctx, input);
    return result.ok ? result.value : [];
  };

  it("come in pages, newest first, none twice although new ones arrive meanwhile", async () => {
    for (let id = 1; id <= 5; id++) await report("SMS_DMP_DOWNLOADER", id);
    const first = await page({ limit: 2 });
    await report("SMS_DMP_DOWNLOADER", 6);
    const second = await page({ limit: 2, before: first.at(-1)?.recordId });
    expect([...first, ...second].map((row) => row.messageId)).toEqual([5, 4, 3, 2]);
    expect(first[0]).toMatchObject({ severity: "warning", messageType: "detail", strings: ["x"] });
  });

  it("can be asked for one component", async () => {
    await report("SMS_DMP_DOWNLOADER", 1);
    await report("SMS_HIERARCHY_MANAGER", 2);
    expect((await page({ component: "SMS_HIERARCHY_MANAGER" })).map((row) => row.messageId)).toEqual([2]);
  });
});

import { setTimeout as delay } from "node:timers/promises";
import { desc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  alerts,
  serviceConnectionPoint,
  statusMessages,
  usageDataRelevance,
  usageDataRuns,
  usageDataSettings,
  usageDataUploads,
} from "@/lib/db/schema";
import { FencedError } from "@/lib/executive/as-owner";
import { testDatabase } from "@/lib/testing/database";
import { dmpUploader } from "@/lib/usage-data/dmp-uploader.component";
import { bulkyItem, relevanceItems } from "@/lib/usage-data/testing/batch";
import { storeBatch } from "@/lib/usage-data/testing/store-batch";
import { type RunUploadOptions, runUpload } from "@/lib/usage-data/upload/run-upload";
import type { Fault } from "../faults";
import { type IngestionLab, startIngestionLab } from "../testing/ingestion-lab";

const { db } = await testDatabase();
const PART = 8 * 1024;
const BULKY = { items: [...relevanceItems(), bulkyItem(60_000)] };

let lab: IngestionLab;
beforeAll(async () => {
  lab = await startIngestionLab(db);
});
afterEach(() => lab.reset());
afterAll(() => lab.close());

const uploader = (signal?: AbortSignal) => lab.thread({ component: "SMS_DMP_UPLOADER", signal });
const attempt = (runId: string, options: RunUploadOptions = { partBytes: PART }) =>
  runUpload(uploader(), runId, options);
const uploadOf = async (runId: string) => {
  const [row] = await db.select().from(usageDataUploads).where(eq(usageDataUploads.runId, runId));
  if (!row) throw new Error("no upload");
  return row;
};
const accepted = (runId: string) =>
  expect.poll(async () => (await uploadOf(runId)).state, { timeout: 10_000 }).toBe("accepted");
const relevant = async () =>
  (await db.select().from(usageDataRelevance)).filter((row) => row.relevant).length;
const activeAlerts = async () =>
  (await db.select().from(alerts).where(eq(alerts.state, 0))).map(({ code, params }) => [
    code,
    params.reason,
  ]);
const switchOn = (fault: Fault) => lab.faults.switchOn(fault);
const bytesSent = () =>
  lab.requests.flatMap((line) => (line.startsWith("PATCH") ? [Number(line.split(" ").at(-1))] : []));
const created = () => lab.requests.filter((line) => line.startsWith("POST")).length;

describe("an upload", () => {
  it("brings the very bytes that were collected, and keeps the receipt and what is relevant with it", async () => {
    const { runId, sha256, bytes } = await storeBatch(db, BULKY);
    await attempt(runId);
    expect(await uploadOf(runId)).toMatchObject({
      state: "accepted",
      carrier: "online",
      bytesDone: bytes,
      errorCode: null,
      receipt: { bodySha256: sha256 },
    });
    expect(bytesSent().reduce((sum, part) => sum + part, 0)).toBe(bytes);
    expect(Math.max(...bytesSent())).toBe(PART);
    expect(await relevant()).toBe(2);
    const [message] = await db.select().from(statusMessages).orderBy(desc(statusMessages.recordId)).limit(1);
    expect(message).toMatchObject({ messageId: 61080, component: "SMS_DMP_UPLOADER" });
    expect(lab.lines).toContainEqual(
      expect.stringContaining("Usage data was uploaded successfully. Receipt ID ="),
    );
  });

  it("that was accepted is not sent again, also when nobody here remembers it", async () => {
    const { runId } = await storeBatch(db);
    await attempt(runId);
    const before = await uploadOf(runId);
    lab.requests.splice(0);
    await attempt(runId);
    expect(lab.requests).toEqual([]);

    await db.update(usageDataUploads).set({ state: "pending", uploadUrl: null, bytesDone: 0, receipt: null });
    await attempt(runId);
    expect(bytesSent()).toEqual([]);
    expect((await uploadOf(runId)).receipt).toEqual(before.receipt);
  });

  it("goes on where the service says it is after its thread was killed, with no part sent twice", async () => {
    const { runId, bytes } = await storeBatch(db, BULKY);
    const killed = new AbortController();
    // What a kill leaves: the row as it was, nobody to put it right.
    const thread = { ...uploader(killed.signal), ownsServer: async () => !killed.signal.aborted };
    lab.onPart.set(4, () => killed.abort());
    await expect(runUpload(thread, runId, { partBytes: PART })).rejects.toBeInstanceOf(FencedError);
    expect(await uploadOf(runId)).toMatchObject({ state: "uploading" });

    await attempt(runId);
    expect((await uploadOf(runId)).state).toBe("accepted");
    expect(created()).toBe(1);
    const sent = bytesSent().reduce((sum, part) => sum + part, 0);
    expect(sent - bytes).toBeLessThanOrEqual(PART);
  });

  it("waits and goes on after its connection was cut in the middle of a part", async () => {
    const { runId, bytes } = await storeBatch(db, BULKY);
    switchOn({ fault: "cut-upload", afterBytes: 5_000, times: 1 });
    await attempt(runId);
    const waiting = await uploadOf(runId);
    expect(waiting).toMatchObject({ state: "waiting", errorCode: "connection-lost", attempts: 1 });
    expect(waiting.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now());
    await attempt(runId);
    expect(await uploadOf(runId)).toMatchObject({ state: "accepted", bytesDone: bytes });
    expect(created()).toBe(1);
  });

  it.each<[string, Fault]>([
    ["409", { fault: "upload-conflict", times: 1 }],
    ["an offset it does not have", { fault: "wrong-offset", bytes: 7, times: 1 }],
  ])("asks again how far it is when the service answers %s", async (_what, fault) => {
    const { runId } = await storeBatch(db, BULKY);
    switchOn(fault);
    await attempt(runId);
    expect((await uploadOf(runId)).state).toBe("accepted");
  });

  it.each<[string, Fault]>([
    ["409", { fault: "upload-conflict" }],
    ["an offset beyond the end", { fault: "wrong-offset", bytes: 1_000_000 }],
  ])("waits when the service answers nothing but %s", async (_what, fault) => {
    const { runId } = await storeBatch(db, BULKY);
    switchOn(fault);
    await attempt(runId);
    expect(await uploadOf(runId)).toMatchObject({ state: "waiting", errorCode: "upload-offset-invalid" });
  });

  it("begins anew when the service has lost it", async () => {
    const { runId, bytes } = await storeBatch(db, BULKY);
    switchOn({ fault: "cut-upload", afterBytes: 5_000, times: 1 });
    await attempt(runId);
    await lab.loseBatches();
    await attempt(runId);
    expect(await uploadOf(runId)).toMatchObject({ state: "accepted", bytesDone: bytes });
    expect(created()).toBe(2);
  });
});

describe("a failed attempt", () => {
  it("is repeated later and later, never before the service allows, and alarms from the third on", async () => {
    const { runId } = await storeBatch(db);
    switchOn({ fault: "too-many-requests", path: "/usage-data/", retryAfterSeconds: 600 });
    await attempt(runId);
    const { nextAttemptAt } = await uploadOf(runId);
    expect((nextAttemptAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(590_000);
    await attempt(runId);
    expect(await activeAlerts()).toEqual([]);
    await attempt(runId);
    expect(await uploadOf(runId)).toMatchObject({ state: "waiting", attempts: 3, errorCode: "server-busy" });
    expect(await activeAlerts()).toEqual([["usage-data.upload-failed", "server-busy"]]);

    lab.faults.clear();
    await attempt(runId);
    expect(await uploadOf(runId)).toMatchObject({ state: "accepted", errorCode: null });
    expect(await activeAlerts()).toEqual([]);
  });

  it("with a receipt for other data does not count as accepted", async () => {
    const { runId } = await storeBatch(db);
    switchOn({ fault: "wrong-receipt", times: 1 });
    await attempt(runId);
    expect(await uploadOf(runId)).toMatchObject({
      state: "waiting",
      errorCode: "receipt-mismatch",
      receipt: null,
    });
    expect(await activeAlerts()).toEqual([["usage-data.upload-failed", "receipt-mismatch"]]);
    expect(await relevant()).toBe(0);
    await attempt(runId);
    expect((await uploadOf(runId)).state).toBe("accepted");
  });

  it("is the last one when the service refuses the data", async () => {
    const { runId } = await storeBatch(db, { level: 1, items: [...relevanceItems(), bulkyItem(10)] });
    await attempt(runId);
    expect(await uploadOf(runId)).toMatchObject({
      state: "refused",
      errorCode: "upload-refused",
      errorParams: { status: 422, because: "level_exceeded" },
      nextAttemptAt: null,
    });
    expect(await activeAlerts()).toEqual([["usage-data.upload-failed", "upload-refused"]]);
  });
});

describe("a batch is not sent", () => {
  it("when its level is higher than the hierarchy's by now", async () => {
    const { runId } = await storeBatch(db, { level: 3 });
    await db.insert(usageDataSettings).values({ level: 2 });
    await attempt(runId);
    expect((await uploadOf(runId)).state).toBe("discarded");
    expect(lab.requests).toEqual([]);
  });

  it("any further when it is discarded on its way", async () => {
    const { runId } = await storeBatch(db, BULKY);
    lab.onPart.set(3, () => db.update(usageDataUploads).set({ state: "discarded" }));
    await attempt(runId);
    expect(bytesSent()).toEqual([PART, PART, PART]);
    expect((await uploadOf(runId)).state).toBe("discarded");
  });

  it("once a newer one is there, nor ever when it is a preview", async () => {
    const older = await storeBatch(db, {}, { collectedAt: new Date("2020-04-13T08:00:00Z") });
    const newer = await storeBatch(db, {}, { collectedAt: new Date("2020-04-20T08:00:00Z") });
    const preview = await storeBatch(db, {}, { purpose: "preview" });
    const stop = new AbortController();
    const running = dmpUploader.run(uploader(stop.signal));
    await accepted(newer.runId);
    stop.abort();
    await running;
    expect((await uploadOf(older.runId)).state).toBe("discarded");
    expect(created()).toBe(1);
    const rows = await db.select().from(usageDataUploads).where(eq(usageDataUploads.runId, preview.runId));
    expect(rows).toEqual([]);
  });

  it("by a thread whose server is another's by now", async () => {
    const { runId } = await storeBatch(db);
    const fenced = { ...uploader(), ownsServer: async () => false };
    await expect(runUpload(fenced, runId)).rejects.toBeInstanceOf(FencedError);
    expect(lab.requests).toEqual([]);
  });
});

describe("SMS_DMP_UPLOADER", () => {
  it("is silent offline and sends at once what waited when the role comes back online", async () => {
    const { runId } = await storeBatch(db);
    const inAnHour = new Date(Date.now() + 3_600_000);
    await db.update(usageDataUploads).set({ state: "waiting", nextAttemptAt: inAnHour, attempts: 5 });
    await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
    const stop = new AbortController();
    const running = dmpUploader.run(uploader(stop.signal));
    await delay(200);
    expect(lab.requests).toEqual([]);
    expect(await uploadOf(runId)).toMatchObject({ state: "waiting", attempts: 5 });
    await db.update(serviceConnectionPoint).set({ runningMode: "online" });
    await accepted(runId);
    stop.abort();
    await running;
  });

  it("leaves a batch pending when it is stopped on its way, and counts no attempt", async () => {
    const { runId } = await storeBatch(db, BULKY);
    const stop = new AbortController();
    lab.onPart.set(2, () => stop.abort());
    await expect(runUpload(uploader(stop.signal), runId, { partBytes: PART })).rejects.toThrow();
    expect(await uploadOf(runId)).toMatchObject({ state: "pending", attempts: 0, errorCode: null });
    expect((await db.select().from(usageDataRuns)).length).toBe(1);
  });
});

import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { usageDataRelevance, usageDataUploads } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import type { Receipt, Relevance } from "./ingestion-protocol";
import { recordReceipt } from "./record-receipt";
import { storeRelevance } from "./store-relevance";
import { storeBatch } from "./testing/store-batch";

const { db } = await testDatabase();
const AT = new Date("2020-04-20T08:00:00Z");
const PACKAGE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";

beforeEach(async () => {
  await emptyTables(db, "usage_data_runs, usage_data_relevance");
});

const said = (relevant: boolean, evaluatedAt = "2020-04-20T08:00:00.000Z") => ({
  bodySha256: "a".repeat(64),
  evaluatedAt,
  updates: [{ packageGuid: PACKAGE, relevant, ...(relevant ? {} : { reason: "versionOutOfRange" }) }],
});
const inTransaction = <T>(work: (tx: typeof db) => Promise<T>) =>
  db.transaction((tx) => work(tx as unknown as typeof db));
const store = (relevance: Relevance, carrier: "online" | "tool") =>
  inTransaction((tx) => storeRelevance(tx, relevance, carrier));
const known = async () =>
  (await db.select().from(usageDataRelevance)).map((row) => [row.relevant, row.reason]);

describe("what the service says of the updates", () => {
  it("takes the place of all it said before", async () => {
    await store(said(false), "online");
    expect(await known()).toEqual([[false, "versionOutOfRange"]]);
    await store(said(true, "2020-04-21T08:00:00.000Z"), "online");
    expect(await known()).toEqual([[true, null]]);
    await store({ ...said(true), updates: [] }, "online");
    expect(await known()).toEqual([]);
  });

  it("counts when it says so itself, although its clock went back; a transfer package may come too late", async () => {
    await store(said(true), "online");
    const older = said(false, "2020-04-19T08:00:00.000Z");
    expect(await store(older, "tool")).toBe(false);
    expect(await known()).toEqual([[true, null]]);
    expect(await store(older, "online")).toBe(true);
    expect(await known()).toEqual([[false, "versionOutOfRange"]]);
  });

  it("may come twice at once, by a receipt and by a check", async () => {
    await Promise.all([1, 2, 3].map(() => store(said(true), "online")));
    expect(await known()).toEqual([[true, null]]);
  });
});

describe("a receipt", () => {
  const receiptFor = (bodySha256: string): Receipt => ({
    receiptId: randomUUID(),
    bodySha256,
    acceptedAt: "2020-04-20T08:00:00.000Z",
    relevance: said(true),
  });
  const record = (receipt: Receipt, carrier: "online" | "tool" = "online") =>
    inTransaction((tx) => recordReceipt(tx, { receipt, carrier, at: AT }));
  const states = async () => (await db.select().from(usageDataUploads)).map(({ state }) => state);

  it.each(["pending", "waiting", "uploading", "refused", "discarded"] as const)(
    "has the last word on a batch that was %s: what arrived has arrived",
    async (state) => {
      const { sha256 } = await storeBatch(db);
      await db.update(usageDataUploads).set({ state });
      expect(await record(receiptFor(sha256), "tool")).toBe(true);
      expect(await db.select().from(usageDataUploads)).toMatchObject([
        { state: "accepted", carrier: "tool", nextAttemptAt: null, receipt: { bodySha256: sha256 } },
      ]);
      expect(await known()).toEqual([[true, null]]);
    },
  );

  it("is kept once", async () => {
    const { sha256 } = await storeBatch(db);
    expect(await record(receiptFor(sha256))).toBe(true);
    const before = await db.select().from(usageDataUploads);
    expect(await record(receiptFor(sha256))).toBe(false);
    expect(await db.select().from(usageDataUploads)).toEqual(before);
  });

  it("for nothing that was collected here changes nothing", async () => {
    await storeBatch(db);
    expect(await record(receiptFor("b".repeat(64)))).toBe(false);
    const { sha256 } = await storeBatch(db, {}, { purpose: "preview" });
    expect(await record(receiptFor(sha256))).toBe(false);
    expect(await states()).toEqual(["pending"]);
    expect(await known()).toEqual([]);
  });
});

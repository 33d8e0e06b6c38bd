import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditMessages, usageDataRuns } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx, userActor } from "@/lib/testing/factories";
import { createUsageDataRun } from "@/lib/testing/usage-data";
import { compareUsageDataRuns } from "./compare-usage-data-runs";
import { exportUsageData } from "./export-usage-data";
import { getUsageDataDocument } from "./get-usage-data-document";
import { listUsageDataRuns } from "./list-usage-data-runs";

const { db } = await testDatabase();
const clock = testClock();
const ctx = () => testCtx(db, { clock });

beforeEach(async () => {
  await db.delete(usageDataRuns);
});

/** A run of the last hour but `hours`. */
const runAt = (hours: number, options: Partial<Parameters<typeof createUsageDataRun>[1]> = {}) =>
  createUsageDataRun(db, { at: new Date(clock.now().getTime() + hours * 3_600_000), ...options });

async function answerOf<T>(
  result: Promise<{ ok: true; value: T } | { ok: false; code: string }>,
): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}

describe("the history of collections", () => {
  test("newest first, with what came of each item and of the upload, but without the documents", async () => {
    await runAt(1, { upload: "accepted" });
    const latest = await runAt(2, {
      purpose: "preview",
      items: [
        { id: "B-03", level: 1, value: 1 },
        { id: "B-06", level: 1, absent: "no-clients" },
        { id: "B-07", level: 1, failed: "private-data" },
      ],
    });
    const { rows } = await answerOf(listUsageDataRuns(ctx(), {}));
    expect(rows).toMatchObject([
      { runId: latest.runId, collected: 1, absent: 1, failed: 1, upload: null },
      { collected: 1, absent: 0, failed: 0, upload: { state: "accepted" } },
    ]);
    expect(rows[0]).toMatchObject({ bodyBytes: latest.body.length, bodySha256: latest.bodySha256 });
    expect(rows[0]).not.toHaveProperty("body");
  });

  test("comes by pages that a new run does not shift", async () => {
    const runs = [await runAt(1), await runAt(2), await runAt(3)];
    const first = await answerOf(listUsageDataRuns(ctx(), { limit: 2 }));
    await runAt(4);
    const second = await answerOf(listUsageDataRuns(ctx(), { limit: 2, after: first.next }));
    expect([...first.rows, ...second.rows].map((row) => row.runId)).toEqual(
      runs.map((run) => run.runId).reverse(),
    );
    expect(second.next).toBeNull();
  });
});

describe("the document of a collection", () => {
  test("is given byte by byte, with its hashes", async () => {
    const { runId, body, bodySha256, documentSha256 } = await runAt(0);
    expect(await answerOf(getUsageDataDocument(ctx(), { runId }))).toEqual({
      body: body.toString("base64"),
      bodySha256,
      documentSha256,
    });
  });

  test("is there only once the collection is complete", async () => {
    const [run] = await db
      .insert(usageDataRuns)
      .values({ purpose: "preview", level: 1, requestedBy: "test", requestedAt: clock.now() })
      .returning();
    expect(await getUsageDataDocument(ctx(), { runId: run?.runId })).toMatchObject({
      code: "usage-run-without-document",
    });
    expect(await getUsageDataDocument(ctx(), { runId: randomUUID() })).toMatchObject({
      code: "usage-run-not-found",
    });
  });

  test("can be compared with another", async () => {
    const before = await runAt(1, { items: [{ id: "B-07", level: 1, value: { images: 3 } }] });
    const after = await runAt(2, { items: [{ id: "B-07", level: 1, value: { images: 4 } }] });
    const input = { before: before.runId, after: after.runId };
    expect(await answerOf(compareUsageDataRuns(ctx(), input))).toMatchObject({
      items: [{ id: "B-07", changes: [{ path: ["images"], before: 3, after: 4 }] }],
      same: 0,
    });
  });
});

describe("the export", () => {
  const contentOf = async (runId: string, format: string) => {
    const file = await answerOf(exportUsageData(ctx(), { runId, format }));
    return { ...file, bytes: Buffer.concat([...file.content]) };
  };

  test("of the compressed document and of its text is the very bytes", async () => {
    const { runId, body, text } = await runAt(0);
    expect((await contentOf(runId, "json.gz")).bytes).toEqual(body);
    expect((await contentOf(runId, "json")).bytes.toString()).toBe(text);
  });

  test("as a table has a row for each value, safe to open", async () => {
    const { runId } = await runAt(0, { items: [{ id: "B-03", level: 1, value: ["@SUM(A1)", 2] }] });
    const { bytes, fileName } = await contentOf(runId, "csv");
    expect(fileName).toBe(`usage-data-2020-04-20-${runId.slice(0, 8)}.csv`);
    expect(bytes.toString().split("\r\n").slice(1, 3)).toEqual([
      `B-03,1,basic,collected,/0,"'@SUM(A1)"`,
      "B-03,1,basic,collected,/1,2",
    ]);
  });

  test("is audited with its format and number of rows", async () => {
    const { runId } = await runAt(0, { items: [{ id: "B-03", level: 1, value: [1, 2, 3] }] });
    const context = ctx();
    await exportUsageData(context, { runId, format: "csv" });
    const audit = await db
      .select()
      .from(auditMessages)
      .where(eq(auditMessages.correlationId, context.correlationId));
    expect(audit).toMatchObject([
      { messageId: 60004, objectId: runId, strings: ["test-SMS0001R", "csv", "3"] },
    ]);
  });

  test("is refused to those who may only look", async () => {
    const { runId } = await runAt(0);
    const analyst = testCtx(db, { clock, actor: userActor("SMS0008R") });
    expect(await exportUsageData(analyst, { runId, format: "csv" })).toMatchObject({ code: "forbidden" });
  });
});

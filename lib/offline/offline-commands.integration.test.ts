import { randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  auditMessages,
  offlineImports,
  offlineRequests,
  offlineTransferPackages,
  serviceConnectionPoint,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testClock, testCtx } from "@/lib/testing/factories";
import { clearUpdatesLab, startUpdatesLab, type UpdatesLab } from "@/lib/updates/testing/updates-lab";
import { approveOfflineImport } from "./approve-offline-import";
import { cancelOfflineImport } from "./cancel-offline-import";
import { getOfflineStatus } from "./get-offline-status";
import type { OfflineImportState } from "./import-states";
import { listOfflineImports } from "./list-offline-imports";
import { listTransferPackages } from "./list-transfer-packages";
import { lookForTransferPackages } from "./look-for-transfer-packages";
import type { ImportReport } from "./model";
import { prepareOfflineRequest } from "./prepare-offline-request";
import { registerOfflineImport } from "./register-offline-import";
import { takeOfflineRequest } from "./take-offline-request";

const { db, connectionString } = await testDatabase();
const clock = testClock();
const ctx = () => testCtx(db, { clock });
const runIn = (mode: "online" | "offline") =>
  db.update(serviceConnectionPoint).set({ configuredMode: mode, runningMode: mode });

let lab: UpdatesLab;
beforeEach(async () => {
  lab = await startUpdatesLab(db, connectionString);
  await runIn("offline");
});
afterEach(async () => {
  await lab.close();
  await clearUpdatesLab(db);
  for (const table of [offlineImports, offlineRequests, offlineTransferPackages]) await db.delete(table);
});

async function answerOf<T>(
  result: Promise<{ ok: true; value: T } | { ok: false; code: string }>,
): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
}

const latestAudits = (count: number) =>
  db.select().from(auditMessages).orderBy(desc(auditMessages.recordId)).limit(count);

describe("a request", () => {
  test("is asked for once while it waits, and is audited once", async () => {
    const first = await answerOf(prepareOfflineRequest(ctx(), {}));
    const second = await answerOf(prepareOfflineRequest(ctx(), {}));
    expect(second).toEqual({ requestId: first.requestId, alreadyRequested: true });
    const audits = await db.select().from(auditMessages).where(eq(auditMessages.objectId, first.requestId));
    expect(audits).toMatchObject([{ messageId: 60018, action: "offline.prepare" }]);
    expect(await answerOf(getOfflineStatus(ctx(), {}))).toMatchObject({ nextStep: "preparing" });
  });

  test("is not asked for online, nor for updates nobody knows", async () => {
    expect(await prepareOfflineRequest(ctx(), { wants: [randomUUID()] })).toMatchObject({
      code: "update-not-found",
    });
    await runIn("online");
    expect(await prepareOfflineRequest(ctx(), {})).toMatchObject({ code: "offline-mode-required" });
    expect(await lookForTransferPackages(ctx(), {})).toMatchObject({ code: "offline-mode-required" });
  });

  test("is taken along when it is prepared, which leaves its hash in the audit", async () => {
    const { requestId } = await answerOf(prepareOfflineRequest(ctx(), {}));
    expect(await takeOfflineRequest(ctx(), { requestId })).toMatchObject({
      code: "offline-request-not-ready",
    });
    const body = Buffer.from("zip");
    const prepared = { state: "prepared", preparedAt: clock.now(), body, sha256: "ab".repeat(32) } as const;
    await db.update(offlineRequests).set(prepared);
    const fileName = `UsageData-2020-04-20-${requestId.slice(0, 8)}.zip`;
    expect(await answerOf(takeOfflineRequest(ctx(), { requestId }))).toMatchObject({ fileName, body });
    expect(await latestAudits(1)).toMatchObject([
      { messageId: 60018, strings: ["test-SMS0001R", fileName, prepared.sha256, "1"] },
    ]);
    expect(await answerOf(getOfflineStatus(ctx(), {}))).toMatchObject({
      nextStep: "carry",
      request: { fileName },
    });
  });
});

const REPORT: ImportReport = {
  contentsSha256: "cd".repeat(32),
  requestId: randomUUID(),
  createdAt: "2020-04-19T08:00:00.000Z",
  writtenBy: "service-connection-tool 0.1.0",
  volumes: 0,
  metadataExpiresAt: "2020-05-01T00:00:00.000Z",
  metadataExpired: false,
  updates: [],
  receipt: null,
  relevance: null,
};

async function importIn(state: OfflineImportState, report: ImportReport | null = REPORT): Promise<string> {
  const [row] = await db
    .insert(offlineImports)
    .values({
      source: "folder",
      path: `/media/${randomUUID()}.zip`,
      fileName: "UpdatePack.zip",
      bytes: 10,
      state,
      report,
      requestedBy: "test",
      createdAt: clock.now(),
    })
    .returning({ importId: offlineImports.importId });
  if (!row) throw new Error("not inserted");
  return row.importId;
}

const stateOf = async (importId: string) =>
  (await answerOf(listOfflineImports(ctx(), { importId })))[0]?.state;

describe("an import", () => {
  test("is approved only when it was examined", async () => {
    const waiting = await importIn("received", null);
    expect(await approveOfflineImport(ctx(), { importId: waiting })).toMatchObject({
      code: "offline-import-not-examined",
    });
    const examined = await importIn("examined");
    await answerOf(approveOfflineImport(ctx(), { importId: examined }));
    expect(await stateOf(examined)).toBe("approved");
    expect(await latestAudits(1)).toMatchObject([{ messageId: 60018, objectId: examined }]);
  });

  test("of expired metadata needs that its age is accepted, and that is audited by itself", async () => {
    const expires = "2020-04-20T07:00:00.000Z";
    const importId = await importIn("examined", {
      ...REPORT,
      metadataExpiresAt: expires,
      metadataExpired: true,
    });
    expect(await approveOfflineImport(ctx(), { importId })).toMatchObject({
      code: "offline-age-not-accepted",
      params: { expires },
    });
    expect(await stateOf(importId)).toBe("examined");
    await answerOf(approveOfflineImport(ctx(), { importId, acceptExpired: true }));
    const [approval, acceptance] = await latestAudits(2);
    expect([approval?.messageId, acceptance?.messageId]).toEqual([60018, 60019]);
    expect(acceptance?.strings).toContain(expires);
    expect(await answerOf(listOfflineImports(ctx(), { importId }))).toMatchObject([
      { state: "approved", expiredAcceptedBy: "test-SMS0001R" },
    ]);
  });

  test.each<[OfflineImportState, string]>([
    ["uploading", "canceled"],
    ["received", "canceled"],
    ["examined", "canceled"],
    ["approved", "canceled"],
    ["examining", "examining"],
    ["importing", "importing"],
  ])("that is %s is %s when it is given up", async (state, after) => {
    const importId = await importIn(state);
    await answerOf(cancelOfflineImport(ctx(), { importId }));
    expect(await answerOf(listOfflineImports(ctx(), { importId }))).toMatchObject([
      { state: after, cancelRequested: true },
    ]);
  });

  test.each<OfflineImportState>(["imported", "refused", "canceled"])(
    "that is %s has ended",
    async (state) => {
      const importId = await importIn(state);
      expect(await cancelOfflineImport(ctx(), { importId })).toMatchObject({ code: "offline-import-ended" });
    },
  );
});

describe("a package on the server", () => {
  const listed = (path: string, kind: "answer" | "request", requestId: string) => ({
    path,
    folder: "/media/stick",
    fileName: path.split("/").at(-1) ?? "",
    volumes: 0,
    bytes: 77,
    modifiedAt: clock.now(),
    kind,
    requestId,
    seenAt: clock.now(),
  });

  test("can be handed over by a user only from a transfer folder, and once", async () => {
    const { requestId } = await answerOf(prepareOfflineRequest(ctx(), {}));
    const path = "/media/stick/UpdatePack.zip";
    expect(await registerOfflineImport(ctx(), { path: "/etc/shadow", bytes: 1 })).toMatchObject({
      code: "transfer-package-not-listed",
    });
    await db.insert(offlineTransferPackages).values(listed(path, "answer", requestId));
    expect(await answerOf(getOfflineStatus(ctx(), {}))).toMatchObject({ nextStep: "import" });
    const { importId } = await answerOf(registerOfflineImport(ctx(), { path }));
    expect(await answerOf(listOfflineImports(ctx(), { importId }))).toMatchObject([
      { source: "folder", bytes: 77, state: "received" },
    ]);
    expect(await registerOfflineImport(ctx(), { path })).toMatchObject({
      code: "offline-import-known",
      params: { importId },
    });
    expect(await answerOf(listTransferPackages(ctx(), {}))).toMatchObject([{ path, importId }]);
  });

  test("is told apart: for us, answered, of another hierarchy, on its way out", async () => {
    const { requestId } = await answerOf(prepareOfflineRequest(ctx(), {}));
    await db
      .insert(offlineTransferPackages)
      .values([
        listed("/m/a.zip", "answer", requestId),
        listed("/m/b.zip", "answer", randomUUID()),
        listed("/m/c.zip", "request", requestId),
      ]);
    const standings = async () =>
      Object.fromEntries(
        (await answerOf(listTransferPackages(ctx(), {}))).map((found) => [found.path, found.standing]),
      );
    expect(await standings()).toEqual({ "/m/a.zip": "for-us", "/m/b.zip": "foreign", "/m/c.zip": "request" });
    await db.update(offlineRequests).set({ answeredAt: clock.now() });
    expect(await standings()).toMatchObject({ "/m/a.zip": "answered" });
  });

  test("of any path is handed over from the command line of the server", async () => {
    const commandLine = testCtx(db, { clock, actor: { kind: "command-line", osUser: "anna" } });
    const path = "/media/other/UpdatePack.zip.001";
    const { importId } = await answerOf(registerOfflineImport(commandLine, { path, bytes: 5 }));
    expect(await answerOf(listOfflineImports(ctx(), { importId }))).toMatchObject([
      { source: "command-line", requestedBy: "anna" },
    ]);
  });
});

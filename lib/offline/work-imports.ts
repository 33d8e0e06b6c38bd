import { asc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { offlineImports } from "@/lib/db/schema";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import type { ErrorDetail } from "@/lib/updates/model";
import { describeError } from "@/lib/updates/named-error";
import { examinePackage } from "./examine-package";
import { TransferError } from "./failure";
import { type ImportOutcome, outcomeOf } from "./import-outcome";
import { importPackage } from "./import-package";
import { type ImportProgress, withProgress } from "./import-progress";
import { announceImport, type OfflineImportRow, readReport } from "./import-rows";
import { openTransferPackage, type TransferPackage } from "./open-package";
import { takeBackUpdate } from "./place-update";

/** Waiting for the thread, or left in the middle by a kill. */
const WORKED_ON = ["received", "examining", "approved", "importing"] as const;

/** Examines and imports the transfer packages that were handed over, in their order. Opens no connection. */
export async function workImports(thread: ThreadContext): Promise<void> {
  const rows = await thread.db
    .select()
    .from(offlineImports)
    .where(inArray(offlineImports.state, [...WORKED_ON]))
    .orderBy(asc(offlineImports.createdAt));
  for (const row of rows) {
    thread.signal.throwIfAborted();
    if (row.state === "received" || row.state === "examining") await examineOne(thread, row);
    else await importOne(thread, row);
  }
}

/** What is under way when the role goes online is given up: it downloads by itself then, and goes on with the files. */
export async function giveUpImports(thread: ThreadContext): Promise<void> {
  const rows = await thread.db
    .select()
    .from(offlineImports)
    .where(inArray(offlineImports.state, [...WORKED_ON]));
  for (const row of rows) {
    if (row.state === "importing") await takeBackAll(thread, row);
    await end(thread, row, { kind: "refused", code: "offline-mode-left", params: {} });
  }
}

async function examineOne(thread: ThreadContext, row: OfflineImportRow): Promise<void> {
  const { importId, fileName } = row;
  const examined = await attempt(thread, row, "examining", async (pack, progress) => {
    thread.log.info(`${fileName}: examining`);
    const report = await examinePackage(thread, pack, progress);
    const brought = report.updates.filter(({ outcome }) => outcome === "import");
    const bytesTotal = brought.reduce((sum, { bytes }) => sum + bytes, 0);
    return { report, requestId: report.requestId, bytesTotal, updates: brought.length };
  });
  if (!("result" in examined)) {
    const { outcome } = examined;
    // Nothing was begun: a package that is not at hand is handed over again when it is.
    return end(thread, row, outcome.kind === "waits" ? { ...outcome, kind: "refused" } : outcome);
  }
  const { updates, ...columns } = examined.result;
  const given = await record(thread, importId, {
    ...columns,
    state: "examined",
    bytesDone: 0,
    bytesPerSecond: null,
  });
  if (given.cancelRequested) return end(thread, row, { kind: "canceled" });
  thread.log.info(`${fileName}: ${updates} updates can be imported, waiting for the decision`);
}

async function importOne(thread: ThreadContext, row: OfflineImportRow): Promise<void> {
  const report = readReport(row);
  const imported = await attempt(thread, row, "importing", async (pack, progress) => {
    thread.log.info(`${row.fileName}: importing`);
    if (!report) throw new TransferError("transfer-changed", {});
    await importPackage(thread, row, { pack, report, progress });
  });
  if ("result" in imported) {
    thread.log.info(`${row.fileName}: imported`);
    return;
  }
  const { outcome } = imported;
  if (outcome.kind !== "waits") return end(thread, row, outcome);
  thread.log.warning(`WARNING: ${row.fileName} waits: ${describeError(outcome)}`);
  const { code: errorCode, params: errorParams } = outcome;
  await record(thread, row.importId, { errorCode, errorParams, bytesPerSecond: null });
}

/** @throws when the thread stops */
async function attempt<T>(
  thread: ThreadContext,
  row: OfflineImportRow,
  state: "examining" | "importing",
  work: (pack: TransferPackage, progress: ImportProgress) => Promise<T>,
): Promise<{ result: T } | { outcome: ImportOutcome }> {
  const startedAt = row.startedAt ?? thread.clock.now();
  const cleared = { errorCode: null, errorParams: null };
  await record(thread, row.importId, { state, startedAt, ...cleared });
  let pack: TransferPackage | undefined;
  try {
    if (row.path === null) throw new TransferError("transfer-unreadable", { path: row.fileName, detail: "" });
    const opened = await openTransferPackage(row.path);
    pack = opened;
    return { result: await withProgress(thread, row.importId, (progress) => work(opened, progress)) };
  } catch (error) {
    if (error instanceof FencedError || thread.signal.aborted) throw error;
    return { outcome: outcomeOf(error) };
  } finally {
    pack?.close();
  }
}

async function end(
  thread: ThreadContext,
  row: OfflineImportRow,
  outcome: Exclude<ImportOutcome, { kind: "waits" }> | ({ kind: "refused" } & ErrorDetail),
): Promise<void> {
  const { importId, fileName } = row;
  const finished = { finishedAt: thread.clock.now(), bytesPerSecond: null };
  if (outcome.kind === "canceled") {
    thread.log.info(`${fileName}: the import was canceled`);
    await record(thread, importId, { ...finished, state: "canceled" });
  } else {
    const { code: errorCode, params: errorParams } = outcome;
    thread.log.error(`ERROR: ${fileName} was refused: ${describeError(outcome)}`);
    const refused = { ...finished, state: "refused", errorCode, errorParams } as const;
    await record(thread, importId, refused, (tx) =>
      reportStatus(
        thread,
        {
          messageId: STATUS_MESSAGE.transferPackageRefused,
          severity: "error",
          strings: [fileName, describeError(outcome)],
        },
        tx,
      ),
    );
  }
}

async function takeBackAll(thread: ThreadContext, row: OfflineImportRow): Promise<void> {
  for (const { packageGuid, outcome } of readReport(row)?.updates ?? []) {
    if (outcome === "import") await takeBackUpdate(thread, packageGuid, "keep");
  }
}

async function record(
  thread: ThreadContext,
  importId: string,
  columns: Partial<typeof offlineImports.$inferInsert>,
  also?: (tx: Database) => Promise<void>,
): Promise<OfflineImportRow> {
  return asOwner(thread, async (tx) => {
    const [row] = await tx
      .update(offlineImports)
      .set(columns)
      .where(eq(offlineImports.importId, importId))
      .returning();
    if (!row) throw new Error(`import ${importId} is gone`);
    await also?.(tx);
    await announceImport(tx, importId);
    return row;
  });
}

import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { offlineImports } from "@/lib/db/schema";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { TransferRate } from "@/lib/updates/download/rate";
import { announceImport } from "./import-rows";

/** Twice a second is as fast as an eye follows numbers. */
const TICK_MS = 500;

/** An administrator gave the import up while it was worked on. */
export class ImportCanceled extends Error {
  override name = "ImportCanceled";
}

/** How far an import is; whoever works on it says how it is measured now. */
export interface ImportProgress {
  totalBytes: number;
  /** Bytes done so far. */
  measure(): number;
  /** Aborts when the thread stops, or with {@link ImportCanceled}. */
  signal: AbortSignal;
}

/** Runs `work`, shows its progress to every reader, and ends it when the import is given up. */
export async function withProgress<T>(
  thread: ThreadContext,
  importId: string,
  work: (progress: ImportProgress) => Promise<T>,
): Promise<T> {
  const canceled = new AbortController();
  const ended = new AbortController();
  const progress: ImportProgress = {
    totalBytes: 0,
    measure: () => 0,
    signal: AbortSignal.any([thread.signal, canceled.signal]),
  };
  const watching = watch(thread, importId, progress, canceled, ended.signal);
  try {
    return await work(progress);
  } finally {
    ended.abort();
    await watching;
  }
}

async function watch(
  thread: ThreadContext,
  importId: string,
  progress: ImportProgress,
  canceled: AbortController,
  ended: AbortSignal,
): Promise<void> {
  const rate = new TransferRate();
  const record = async () => {
    const bytesDone = progress.measure();
    const bytesPerSecond = rate.measure(performance.now(), bytesDone);
    const columns = { bytesDone, bytesTotal: progress.totalBytes, bytesPerSecond };
    const wish = await recordProgress(thread, importId, columns);
    if (wish === "cancel") canceled.abort(new ImportCanceled());
  };
  while (!ended.aborted) {
    // The database is away for a moment; the work goes on, and the next tick tells more.
    await record().catch((error: unknown) => {
      if (error instanceof FencedError) canceled.abort(error);
    });
    await delay(TICK_MS, undefined, { signal: ended }).catch(() => {});
  }
}

function recordProgress(
  thread: ThreadContext,
  importId: string,
  columns: { bytesDone: number; bytesTotal: number; bytesPerSecond: number | null },
): Promise<"cancel" | "go-on"> {
  return asOwner(thread, async (tx) => {
    const [row] = await tx
      .update(offlineImports)
      .set(columns)
      .where(eq(offlineImports.importId, importId))
      .returning({ cancelRequested: offlineImports.cancelRequested });
    await announceImport(tx, importId);
    return row && !row.cancelRequested ? "go-on" : "cancel";
  });
}

import { and, desc, eq, isNull } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { updatePackageRuns, updatePackages } from "@/lib/db/schema";
import { type Failure, fail } from "@/lib/result";

export type RunRow = typeof updatePackageRuns.$inferSelect;

/** What an administrator chose when the run was asked for; a retry keeps it. */
export type RunChoices = Pick<RunRow, "prereqFlag" | "features" | "clientOption">;

export type BusyCode = "update-in-process" | "another-update-in-process";

/** The one run without an end: the package that is being processed (reference/updates.md §4.4). */
export async function readOpenRun(db: Database): Promise<(RunRow & { name: string }) | null> {
  const [open] = await db
    .select({ run: updatePackageRuns, name: updatePackages.name })
    .from(updatePackageRuns)
    .innerJoin(updatePackages, eq(updatePackages.packageGuid, updatePackageRuns.packageGuid))
    .where(isNull(updatePackageRuns.finishedAt));
  return open ? { ...open.run, name: open.name } : null;
}

/** The latest run of a package, whether it has ended or not. */
export async function readLatestRun(db: Database, packageGuid: string): Promise<RunRow | null> {
  const [run] = await db
    .select()
    .from(updatePackageRuns)
    .where(eq(updatePackageRuns.packageGuid, packageGuid))
    .orderBy(desc(updatePackageRuns.requestedAt))
    .limit(1);
  return run ?? null;
}

/** Why no run of this package can begin: this one or another is being processed; null when none is. */
export async function whyBusy(db: Database, packageGuid: string): Promise<Failure<BusyCode> | null> {
  const open = await readOpenRun(db);
  if (!open) return null;
  return open.packageGuid === packageGuid
    ? fail("update-in-process", { params: { name: open.name } })
    : fail("another-update-in-process", { params: { name: open.name } });
}

/**
 * Begins a run. The unique index decides between two administrators: the second waits for the first one's
 * transaction, and learns then that it came too late.
 * @returns false when another run is open
 */
export async function openRun(
  tx: Database,
  run: RunChoices & { packageGuid: string; requestedBy: string; requestedAt: Date },
): Promise<boolean> {
  const { packageGuid, prereqFlag, features, clientOption, requestedBy, requestedAt } = run;
  const opened = await tx
    .insert(updatePackageRuns)
    .values({ packageGuid, prereqFlag, features, clientOption, requestedBy, requestedAt })
    .onConflictDoNothing()
    .returning({ id: updatePackageRuns.id });
  if (opened.length === 0) return false;
  await tx.update(updatePackages).set({ prereqFlag }).where(eq(updatePackages.packageGuid, packageGuid));
  return true;
}

/**
 * Ends the open run of a package with the state the package is in. A run that failed is ended too: it would keep
 * every other package out for as long as its cause takes to mend, and a retry begins a new run with the same choices.
 * @returns false when the package has no open run
 */
export async function closeRun(
  tx: Database,
  { packageGuid, finalState, at }: { packageGuid: string; finalState: number; at: Date },
): Promise<boolean> {
  const closed = await tx
    .update(updatePackageRuns)
    .set({ finishedAt: at, finalState })
    .where(and(eq(updatePackageRuns.packageGuid, packageGuid), isNull(updatePackageRuns.finishedAt)))
    .returning({ id: updatePackageRuns.id });
  return closed.length > 0;
}

import { desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { backups, serverTasks } from "@/lib/db/schema";
import { type FailureParams, fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readBackupSettings } from "./backup-settings";
import { readBackupTask } from "./backup-task";
import { findSiteServer } from "./find-site-server";
import { recoveryFingerprint } from "./recovery-key";

/** What a look at the disk found, or that it is under way. */
export type DiskLook =
  | { state: "running" }
  | { state: "well"; at: Date }
  | { state: "failed"; at: Date; failure: { code: string; params: FailureParams } };

export interface BackupRow {
  id: string;
  folder: string;
  createdAt: Date;
  bytes: number;
  tables: number;
  rows: number;
  sourceFiles: number;
  productVersion: string;
  recoveryFingerprint: string | null;
  keyServers: string[];
  missingKeyServers: string[];
  /** Null: nobody has asked since it was written. */
  verification: DiskLook | null;
}

export interface BackupsView {
  siteCode: string;
  /** Whose disk the backups are on. */
  serverFqdn: string;
  keep: number;
  destination: string | null;
  destinationCheck: DiskLook | null;
  /** Room at the destination when it was looked at last, in bytes. */
  freeBytes: number | null;
  recoveryKey: { fingerprint: string; setAt: Date; setBy: string } | null;
  /** Newest first. */
  backups: BackupRow[];
}

/** The backups of the top-level site and what is set for them. */
export const listBackups = defineQuery({
  name: "list-backups",
  action: "backup.view",
  input: z.object({}).optional(),
  async run({ db }) {
    const task = await readBackupTask(db);
    const server = task && (await findSiteServer(db, task.siteCode));
    if (!task || !server) return fail("no-site");
    const settings = await readBackupSettings(db, task.siteCode);
    const rows = await db
      .select()
      .from(backups)
      .where(eq(backups.siteCode, task.siteCode))
      .orderBy(desc(backups.createdAt));
    const tasks = await readTasks(db, [
      settings.destinationTaskId,
      ...rows.map(({ verificationTaskId }) => verificationTaskId),
    ]);
    const { recoveryKey, recoveryKeySetAt, recoveryKeySetBy } = settings;
    return ok({
      siteCode: task.siteCode,
      serverFqdn: server.fqdn,
      keep: settings.keep,
      destination: settings.destination,
      destinationCheck: lookOf(tasks, settings.destinationTaskId),
      freeBytes: freeBytesOf(tasks.get(settings.destinationTaskId ?? "")),
      recoveryKey:
        recoveryKey && recoveryKeySetAt
          ? {
              fingerprint: recoveryFingerprint(recoveryKey),
              setAt: recoveryKeySetAt,
              setBy: recoveryKeySetBy ?? "",
            }
          : null,
      backups: rows.map(({ siteCode: _site, finishedAt: _end, verificationTaskId, ...row }) => ({
        ...row,
        verification: lookOf(tasks, verificationTaskId),
      })),
    } satisfies BackupsView);
  },
});

type TaskRow = typeof serverTasks.$inferSelect;

async function readTasks(db: Database, ids: readonly (string | null)[]): Promise<Map<string, TaskRow>> {
  const asked = ids.filter((id) => id !== null);
  if (asked.length === 0) return new Map();
  const rows = await db.select().from(serverTasks).where(inArray(serverTasks.id, asked));
  return new Map(rows.map((row) => [row.id, row]));
}

function lookOf(tasks: ReadonlyMap<string, TaskRow>, id: string | null): DiskLook | null {
  const task = id === null ? undefined : tasks.get(id);
  if (!task) return null;
  if (task.state === "waiting" || task.state === "running") return { state: "running" };
  const at = task.finishedAt ?? task.requestedAt;
  if (task.state === "done") return { state: "well", at };
  return {
    state: "failed",
    at,
    failure: { code: task.failureCode ?? "task-failed", params: task.failureParams ?? {} },
  };
}

const freeSchema = z.object({ freeBytes: z.number() });

function freeBytesOf(task: TaskRow | undefined): number | null {
  const parsed = freeSchema.safeParse(task?.result);
  return parsed.success ? parsed.data.freeBytes : null;
}

import { randomUUID } from "node:crypto";
import os from "node:os";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { writeAudit } from "@/lib/access/audit";
import { actorName, type Ctx } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { migrateDatabase } from "@/lib/db/migrate";
import * as schema from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import type { BackupManifest } from "../manifest";
import type { OnProgress } from "../verify-backup";
import { loadTables } from "./load-tables";
import { clearTarget, inspectTarget } from "./restore-target";
import { applyMigrations, schemaPathOf } from "./schema-of-backup";
import { settleDatabase } from "./settle-database";

export interface DatabaseOrder {
  connectionString: string;
  folder: string;
  manifest: BackupManifest;
  /** Whoever restores, and the time he does it. */
  by: Pick<Ctx, "actor" | "clock">;
  signal: AbortSignal;
  onProgress: OnProgress;
}

export type DatabaseRefusal = "backup-newer" | "database-not-empty" | "restore-under-way";

/**
 * Restores the database of a verified backup into an empty one, brings it to this version's schema and puts right what
 * was true only of the time before. All of it is one transaction: killed in its middle, the database is as empty as it was.
 * @returns the id of the recovery; the same one again when this backup was restored before and only files were missing
 * @throws the signal's reason when aborted, and what PostgreSQL says
 */
export async function restoreDatabase(
  order: DatabaseOrder,
): Promise<Result<{ recoveryId: string }, DatabaseRefusal>> {
  const client = new pg.Client({
    connectionString: order.connectionString,
    application_name: "scp-restore",
  });
  // A connection that dies between two statements fails the next one; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    // The very connection: tables are copied on it, and what is written beside belongs to the same transaction.
    const restored = await drizzle(client, { schema }).transaction((tx) =>
      restoreInto(client, tx as unknown as Database, order),
    );
    if (restored.ok) await migrateDatabase(order.connectionString);
    return restored;
  } finally {
    await client.end();
  }
}

async function restoreInto(
  client: pg.Client,
  tx: Database,
  { folder, manifest, by, signal, onProgress }: DatabaseOrder,
): Promise<Result<{ recoveryId: string }, DatabaseRefusal>> {
  const path = schemaPathOf(manifest.migrations);
  if (!path.ok) return path;
  const { rows: locks } = await tx.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtext('scp-restore')) as free`,
  );
  if (!locks[0]?.free) return fail("restore-under-way");
  const target = await inspectTarget(client, manifest);
  if (target.kind === "occupied") return fail("database-not-empty", { params: { by: target.by } });
  if (target.kind === "restored") return ok({ recoveryId: target.recoveryId });
  if (target.kind === "untouched") await clearTarget(client);
  await applyMigrations(client, path.value.toBackup);
  await loadTables(client, folder, manifest, signal, onProgress);
  await applyMigrations(client, path.value.onward);
  const ctx: Ctx = { ...by, db: tx, correlationId: randomUUID() };
  await settleDatabase(ctx);
  return ok({ recoveryId: await recordRecovery(ctx, folder, manifest) });
}

async function recordRecovery(ctx: Ctx, folder: string, manifest: BackupManifest): Promise<string> {
  const { siteCode, createdAt, productVersion } = manifest;
  const [row] = await ctx.db
    .insert(schema.recoveries)
    .values({
      siteCode,
      backupFolder: folder,
      backupCreatedAt: new Date(createdAt),
      backupVersion: productVersion,
      recoveredAt: ctx.clock.now(),
      recoveredBy: actorName(ctx.actor),
      hostName: os.hostname(),
    })
    .returning({ id: schema.recoveries.id });
  if (!row) throw new Error("An inserted recovery returned no row.");
  await writeAudit(ctx, {
    messageId: 60072,
    action: "backup.manage",
    objectType: "site",
    objectId: siteCode,
    strings: [siteCode, folder, createdAt],
  });
  return row.id;
}

import { sql } from "drizzle-orm";
import {
  bigint,
  char,
  check,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { timestamptz } from "./columns";
import { sites } from "./hierarchy";

/** What key files are sealed to in a backup; its private half exists only while somebody types the passphrase. */
export interface StoredRecoveryKey {
  /** X25519, base64url. */
  publicKey: string;
  /** argon2id: salt (base64url) and cost. */
  salt: string;
  memoryKiB: number;
  passes: number;
  lanes: number;
}

/** What Backup Site Server keeps, and where; its schedule is in `maintenance_tasks`. */
export const backupSettings = pgTable(
  "backup_settings",
  {
    siteCode: char("site_code", { length: 3 })
      .primaryKey()
      .references(() => sites.siteCode),
    /** How many complete backups stay. The product keeps one. */
    keep: integer("keep").notNull().default(1),
    /** Absolute path on the site server; null: `Backup` below the installation folder. */
    destination: text("destination"),
    /** The server task that looked last whether the folder can be written. */
    destinationTaskId: uuid("destination_task_id"),
    /** Null: no recovery passphrase was set, and backups carry no keys. */
    recoveryKey: jsonb("recovery_key").$type<StoredRecoveryKey>(),
    recoveryKeySetAt: timestamptz("recovery_key_set_at"),
    recoveryKeySetBy: text("recovery_key_set_by"),
  },
  (t) => [check("backup_settings_keep", sql`${t.keep} between 1 and 50`)],
);

/** The backups on the site server's disk, as SMS_SITE_BACKUP found them there. */
export const backups = pgTable(
  "backups",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    siteCode: char("site_code", { length: 3 })
      .notNull()
      .references(() => sites.siteCode),
    folder: text("folder").notNull(),
    createdAt: timestamptz("created_at").notNull(),
    finishedAt: timestamptz("finished_at").notNull(),
    productVersion: text("product_version").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    tables: integer("tables").notNull(),
    rows: bigint("rows", { mode: "number" }).notNull(),
    /** Files of CD.Latest. */
    sourceFiles: integer("source_files").notNull(),
    /** Fingerprint of the passphrase that opens the keys; null: it has none. */
    recoveryFingerprint: text("recovery_fingerprint"),
    keyServers: jsonb("key_servers").$type<string[]>().notNull(),
    /** Servers whose keys are not in it, because they did not answer or no passphrase was set. */
    missingKeyServers: jsonb("missing_key_servers").$type<string[]>().notNull(),
    /** The server task that verified it last. */
    verificationTaskId: uuid("verification_task_id"),
  },
  (t) => [unique("backups_folder").on(t.siteCode, t.folder)],
);

/** Each time this database was restored from a backup; the newest has the after-recovery checklist. */
export const recoveries = pgTable("recoveries", {
  id: uuid("id").primaryKey().defaultRandom(),
  siteCode: char("site_code", { length: 3 }).notNull(),
  backupFolder: text("backup_folder").notNull(),
  backupCreatedAt: timestamptz("backup_created_at").notNull(),
  backupVersion: text("backup_version").notNull(),
  /** When the database was restored; what was done before is of the time before. */
  recoveredAt: timestamptz("recovered_at").notNull(),
  recoveredBy: text("recovered_by").notNull(),
  hostName: text("host_name").notNull(),
  /** Null while the files are still to come: the restore goes on when it is called again. */
  completedAt: timestamptz("completed_at"),
  /** Servers whose key files came back. */
  keyServers: jsonb("key_servers").$type<string[]>().notNull().default([]),
  /** When the administrator closed the checklist. */
  closedAt: timestamptz("closed_at"),
  closedBy: text("closed_by"),
});

/** A point of the after-recovery checklist that an administrator ticked. */
export const recoveryChecks = pgTable(
  "recovery_checks",
  {
    recoveryId: uuid("recovery_id")
      .notNull()
      .references(() => recoveries.id, { onDelete: "cascade" }),
    point: text("point").notNull(),
    doneAt: timestamptz("done_at").notNull(),
    doneBy: text("done_by").notNull(),
  },
  (t) => [primaryKey({ columns: [t.recoveryId, t.point] })],
);

import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { timestamptz } from "./columns";

/** Why a package applies here or not: one entry per rule judged. */
export interface ApplicabilityReason {
  rule: string;
  passed: boolean;
  params: Record<string, string | number>;
}

/** `SMS_CM_UpdatePackages` (reference/updates.md §9.1). */
export const updatePackages = pgTable(
  "update_packages",
  {
    packageGuid: uuid("package_guid").primaryKey(),
    name: text("name").notNull(),
    /** Text per language; English is always there. */
    description: jsonb("description").$type<{ en: string; de?: string }>().notNull(),
    moreInfoLink: text("more_info_link"),
    fullVersion: text("full_version").notNull(),
    clientVersion: text("client_version"),
    minCmVersion: text("min_cm_version").notNull(),
    maxCmVersion: text("max_cm_version").notNull(),
    dateCreated: timestamptz("date_created").notNull(),
    dateReleased: timestamptz("date_released").notNull(),
    lastUpdateTime: timestamptz("last_update_time").notNull(),
    /** Bits: 1 site server, 2 console, 4 client, 8 new features, 16 bug fixes. */
    impact: integer("impact").notNull(),
    /** 0 regular update, 1 weave, 2 QFE. */
    updateType: integer("update_type").notNull(),
    prereqPackageGuid: uuid("prereq_package_guid"),
    supersedes: jsonb("supersedes").$type<string[]>().notNull().default([]),
    /** Numeric state of the product (reference/updates.md §6). */
    state: integer("state").notNull(),
    applicability: jsonb("applicability").$type<ApplicabilityReason[]>().notNull().default([]),
    applicabilityCheckedAt: timestamptz("applicability_checked_at"),
    /** The catalogue entry as published, kept to judge again after the infrastructure changed. */
    manifestEntry: jsonb("manifest_entry").$type<unknown>().notNull(),
    totalBytes: bigint("total_bytes", { mode: "number" }).notNull(),
    /** Where it came from: the catalogue, or a hotfix archive that an administrator imported. */
    source: text("source").$type<"catalogue" | "out-of-band">().notNull().default("catalogue"),
    /** Flag of the latest run (reference/updates.md §9.1): bit 1 prerequisite check only, bit 2 continue on warnings. */
    prereqFlag: integer("prereq_flag").notNull().default(0),
    installedAt: timestamptz("installed_at"),
    /** When the verified catalogue was first seen without it; null while it is published. */
    withdrawnAt: timestamptz("withdrawn_at"),
  },
  (t) => [check("update_packages_state", sql`${t.state} >= 0`)],
);

export const updatePackageFiles = pgTable(
  "update_package_files",
  {
    packageGuid: uuid("package_guid")
      .notNull()
      .references(() => updatePackages.packageGuid, { onDelete: "cascade" }),
    /** Path below the package's folder, `/` as separator; checked to stay inside it. */
    path: text("path").notNull(),
    kind: text("kind").$type<"payload" | "redist">().notNull(),
    /** Name of the TUF target. */
    targetPath: text("target_path").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull(),
    bytesDone: bigint("bytes_done", { mode: "number" }).notNull().default(0),
    verifiedAt: timestamptz("verified_at"),
  },
  (t) => [primaryKey({ columns: [t.packageGuid, t.path] })],
);

/** The one download job of a package: what the administrator wants and what the thread does about it. */
export const updateDownloads = pgTable("update_downloads", {
  packageGuid: uuid("package_guid")
    .primaryKey()
    .references(() => updatePackages.packageGuid, { onDelete: "cascade" }),
  /** What should be: run, pause or cancel. */
  desired: text("desired").$type<"run" | "pause" | "cancel">().notNull().default("run"),
  /** What is. */
  phase: text("phase")
    .$type<
      | "queued"
      | "downloading"
      | "waiting"
      | "verifying"
      | "paused"
      | "canceled"
      | "done"
      | "failed"
      /** Its files go; then `run` forgets the download, so that it may start anew, and `cancel` ends it. */
      | "removing"
    >()
    .notNull()
    .default("queued"),
  bytesDone: bigint("bytes_done", { mode: "number" }).notNull().default(0),
  /** Bytes per second over the last seconds; null while nothing flows. */
  bytesPerSecond: bigint("bytes_per_second", { mode: "number" }),
  attempts: integer("attempts").notNull().default(0),
  nextAttemptAt: timestamptz("next_attempt_at"),
  errorCode: text("error_code"),
  errorParams: jsonb("error_params").$type<Record<string, string | number>>(),
  requestedBy: text("requested_by").notNull(),
  startedAt: timestamptz("started_at"),
  finishedAt: timestamptz("finished_at"),
  updatedAt: timestamptz("updated_at").notNull(),
});

/** The timeline of a package: each change of state, who or what made it, and when. */
export const updatePackageEvents = pgTable(
  "update_package_events",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    packageGuid: uuid("package_guid")
      .notNull()
      .references(() => updatePackages.packageGuid, { onDelete: "cascade" }),
    time: timestamptz("time").notNull(),
    /** Names the event; its sentence is in the messages under `updates.events`. */
    code: text("code").notNull(),
    params: jsonb("params").$type<Record<string, string | number>>().notNull().default({}),
    actor: text("actor").notNull(),
  },
  (t) => [index("update_package_events_package").on(t.packageGuid, t.id)],
);

/** Copies of the log lines that name a package, so that its page can show them from any machine. */
export const updatePackageLogLines = pgTable(
  "update_package_log_lines",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    packageGuid: uuid("package_guid").notNull(),
    time: timestamptz("time").notNull(),
    /** The site whose server wrote the line. */
    siteCode: text("site_code").notNull().default(""),
    logFile: text("log_file").notNull(),
    component: text("component").notNull(),
    /** 1 information, 2 warning, 3 error. */
    severity: integer("severity").notNull(),
    message: text("message").notNull(),
  },
  (t) => [index("update_package_log_lines_package").on(t.packageGuid, t.id)],
);

/** The one row of the catalogue check. */
export const updateCheck = pgTable(
  "update_check",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    /** Set by an administrator or the schedule; cleared when the thread takes it. */
    requestedAt: timestamptz("requested_at"),
    requestedBy: text("requested_by"),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
    succeededAt: timestamptz("succeeded_at"),
    nextCheckAt: timestamptz("next_check_at"),
    /** `null` after a success. */
    errorCode: text("error_code"),
    errorParams: jsonb("error_params").$type<Record<string, string | number>>(),
    /** Version of the TUF metadata last believed. */
    rootVersion: integer("root_version"),
    timestampVersion: integer("timestamp_version"),
    snapshotVersion: integer("snapshot_version"),
    targetsVersion: integer("targets_version"),
  },
  (t) => [check("update_check_singleton", sql`${t.singleton}`)],
);

import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  char,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, timestamptz } from "./columns";
import { siteSystemServers, sites } from "./hierarchy";
import { updatePackages } from "./updates";

type Params = Record<string, string | number>;

/**
 * What an administrator asked of a package: one row per *Run prerequisite check* and per *Install Update Pack*,
 * kept for the history. The row without an end is the package's current run.
 */
export const updatePackageRuns = pgTable(
  "update_package_runs",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    packageGuid: uuid("package_guid")
      .notNull()
      .references(() => updatePackages.packageGuid, { onDelete: "cascade" }),
    /** Bit field of the product (reference/updates.md §9.1): 1 prerequisite check only, 2 continue on warnings. */
    prereqFlag: integer("prereq_flag").notNull(),
    /** GUIDs of the features to turn on when all sites are updated. */
    features: jsonb("features").$type<string[]>().notNull().default([]),
    /** What happens with the clients; null when the package brings none. */
    clientOption: text("client_option").$type<"upgrade" | "pre-production">(),
    requestedBy: text("requested_by").notNull(),
    requestedAt: timestamptz("requested_at").notNull(),
    finishedAt: timestamptz("finished_at"),
    /** The package's state when the run ended. */
    finalState: integer("final_state"),
  },
  (t) => [
    index("update_package_runs_package").on(t.packageGuid, t.requestedAt),
    // Only one package is processed at a time (reference/updates.md §4.4).
    uniqueIndex("update_package_runs_one_open").on(sql`(true)`).where(sql`finished_at is null`),
  ],
);

/** `SMS_CM_UpdatePackageSiteStatus` (reference/updates.md §9.2): how far a package is at one site. */
export const updatePackageSiteStatus = pgTable(
  "update_package_site_status",
  {
    packageGuid: uuid("package_guid")
      .notNull()
      .references(() => updatePackages.packageGuid, { onDelete: "cascade" }),
    siteCode: char("site_code", { length: 3 })
      .notNull()
      .references(() => sites.siteCode),
    /** Numeric state of the product (reference/updates.md §6). */
    state: integer("state").notNull(),
    prereqFlag: integer("prereq_flag").notNull(),
    /** Counts the attempts at this site, from 1; a retry begins a new one. */
    siteInstallId: integer("site_install_id").notNull().default(1),
    lastUpdateTime: timestamptz("last_update_time").notNull(),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
    errorCode: text("error_code"),
    errorParams: jsonb("error_params").$type<Params>(),
  },
  (t) => [
    primaryKey({ columns: [t.packageGuid, t.siteCode] }),
    index("update_package_site_status_site").on(t.siteCode),
  ],
);

/** `SMS_CM_UpdatePackDetailedMonitoring`: one step of a phase at one site (reference/updates.md §8). */
export const updatePackageSteps = pgTable(
  "update_package_steps",
  {
    packageGuid: uuid("package_guid")
      .notNull()
      .references(() => updatePackages.packageGuid, { onDelete: "cascade" }),
    siteCode: char("site_code", { length: 3 }).notNull(),
    siteInstallId: integer("site_install_id").notNull(),
    phase: text("phase")
      .$type<"replication" | "prerequisites" | "installation" | "post-installation">()
      .notNull(),
    /** From the list of steps in lib/updates/servicing/steps.ts. */
    step: text("step").notNull(),
    /** `IsComplete` of the product: 0 not started, 1 in progress, 2 success, 3 with warning, 4 failure, 5 not needed. */
    isComplete: integer("is_complete").notNull().default(0),
    /** 0 to 100. */
    progress: integer("progress").notNull().default(0),
    /** Why it waits, failed or is not needed: a code of the messages and its data. */
    detailCode: text("detail_code"),
    detailParams: jsonb("detail_params").$type<Params>(),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
    messageTime: timestamptz("message_time").notNull(),
  },
  (t) => [primaryKey({ columns: [t.packageGuid, t.siteCode, t.siteInstallId, t.phase, t.step] })],
);

/** `CM_UpdatePackagePrereqStatus`: what one rule found at one site. */
export const updatePackagePrereqStatus = pgTable(
  "update_package_prereq_status",
  {
    packageGuid: uuid("package_guid")
      .notNull()
      .references(() => updatePackages.packageGuid, { onDelete: "cascade" }),
    siteCode: char("site_code", { length: 3 }).notNull(),
    siteInstallId: integer("site_install_id").notNull(),
    /** Name of the rule in lib/updates/prerequisites/rules. */
    rule: text("rule").notNull(),
    result: text("result").$type<"passed" | "warning" | "error">().notNull(),
    params: jsonb("params").$type<Params>().notNull().default({}),
    checkedAt: timestamptz("checked_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.packageGuid, t.siteCode, t.siteInstallId, t.rule] })],
);

/** The one hidden package *Configuration Manager Easy Setup Package* (reference/updates.md §4.3): its current content. */
export const easySetupSettings = pgTable(
  "easy_setup_settings",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    /** `<top-level site code>nnnnn`. */
    packageId: char("package_id", { length: 8 }).notNull(),
    /** The version last made. */
    version: integer("version").notNull().default(0),
    updatedAt: timestamptz("updated_at").notNull(),
  },
  (t) => [check("easy_setup_settings_singleton", sql`${t.singleton}`)],
);

/** The versions of the Easy Setup package: which update's files each one carries. */
export const easySetupVersions = pgTable(
  "easy_setup_versions",
  {
    packageId: char("package_id", { length: 8 }).notNull(),
    version: integer("version").notNull(),
    packageGuid: uuid("package_guid").notNull(),
    /** SHA-256 over the paths, sizes and hashes of the source, hex. */
    sourceHash: text("source_hash").notNull(),
    /** SHA-256 of the content manifest, hex; null until the top-level site took the snapshot. */
    manifestSha256: text("manifest_sha256"),
    fileCount: integer("file_count").notNull(),
    totalBytes: bigint("total_bytes", { mode: "number" }).notNull(),
    createdAt: timestamptz("created_at").notNull(),
    /** When its content may be removed from the sites; null while it is wanted. */
    retiredAt: timestamptz("retired_at"),
  },
  (t) => [
    primaryKey({ columns: [t.packageId, t.version] }),
    index("easy_setup_versions_package").on(t.packageGuid),
  ],
);

/** One version of the package at one site: the minijob, its send request, and what is stored there. */
export const contentDistributions = pgTable(
  "content_distributions",
  {
    packageId: char("package_id", { length: 8 }).notNull(),
    version: integer("version").notNull(),
    siteCode: char("site_code", { length: 3 })
      .notNull()
      .references(() => sites.siteCode),
    /** `snapshot` is the top-level site taking the files from their source; the others are a transfer's. */
    state: text("state")
      .$type<
        | "snapshot"
        | "pending"
        | "scheduled"
        | "sending"
        | "storing"
        | "stored"
        | "failed"
        | "canceled"
        | "removing"
        | "removed"
      >()
      .notNull(),
    /** Of the scheduler, in the log lines of both sites. */
    jobId: text("job_id"),
    sendRequestId: text("send_request_id"),
    /** What this site lacks of the content: the whole at first, only the damaged pieces at a repair. */
    bytesTotal: bigint("bytes_total", { mode: "number" }).notNull().default(0),
    bytesDone: bigint("bytes_done", { mode: "number" }).notNull().default(0),
    bytesPerSecond: bigint("bytes_per_second", { mode: "number" }),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: timestamptz("next_attempt_at"),
    errorCode: text("error_code"),
    errorParams: jsonb("error_params").$type<Params>(),
    createdAt: timestamptz("created_at").notNull(),
    startedAt: timestamptz("started_at"),
    storedAt: timestamptz("stored_at"),
    /** Last and next look at the stored bytes (content validation). */
    validatedAt: timestamptz("validated_at"),
    nextValidationAt: timestamptz("next_validation_at"),
    /** Set by an administrator to have the stored content looked at now. */
    validationRequestedAt: timestamptz("validation_requested_at"),
    /** Pieces the last look found damaged or missing. */
    damagedPieces: integer("damaged_pieces").notNull().default(0),
    updatedAt: timestamptz("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.packageId, t.version, t.siteCode] }),
    index("content_distributions_site").on(t.siteCode, t.state),
  ],
);

/** How much and when a site may send to another (file replication route); no row: without limits. */
export const fileReplicationRoutes = pgTable(
  "file_replication_routes",
  {
    sourceSiteCode: char("source_site_code", { length: 3 })
      .notNull()
      .references(() => sites.siteCode),
    destinationSiteCode: char("destination_site_code", { length: 3 })
      .notNull()
      .references(() => sites.siteCode),
    /** Null: no limit. */
    bytesPerSecond: bigint("bytes_per_second", { mode: "number" }),
    /** Hours of the week in UTC in which sending is allowed, 168 of `0` and `1` from Sunday 00:00; null: always. */
    openHours: char("open_hours", { length: 168 }),
    updatedAt: timestamptz("updated_at").notNull(),
    updatedBy: text("updated_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.sourceSiteCode, t.destinationSiteCode] }),
    check("file_replication_routes_rate", sql`${t.bytesPerSecond} is null or ${t.bytesPerSecond} > 0`),
    check("file_replication_routes_hours", sql`${t.openHours} is null or ${t.openHours} ~ '^[01]{168}$'`),
  ],
);

/** Where a server gives files to other servers, and the certificate by which the two know each other. */
export const fileExchangeEndpoints = pgTable("file_exchange_endpoints", {
  serverId: uuid("server_id")
    .primaryKey()
    .references(() => siteSystemServers.id, { onDelete: "cascade" }),
  /** Origin, e.g. `https://cas01.contoso.com:4023`; null while the server gives nothing. */
  url: text("url"),
  /** PEM of the server's own certificate; its private key never leaves the server. */
  certificate: text("certificate").notNull(),
  updatedAt: timestamptz("updated_at").notNull(),
});

/** When updates may be installed at a site (reference/updates.md §12); several windows combine. */
export const serviceWindows = pgTable(
  "service_windows",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    siteCode: char("site_code", { length: 3 })
      .notNull()
      .references(() => sites.siteCode),
    name: text("name").notNull(),
    enabled: boolean("enabled").notNull().default(true),
    /** A window of one date when set; weekly otherwise. */
    startsOn: text("starts_on"),
    /** Bit 0 Sunday … bit 6 Saturday; 0 for a window of one date. */
    daysOfWeek: integer("days_of_week").notNull(),
    /** `HH:MM` in `timeZone`. */
    beginTime: text("begin_time").notNull(),
    durationMinutes: integer("duration_minutes").notNull(),
    /** IANA name. */
    timeZone: text("time_zone").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: timestamptz("created_at").notNull(),
  },
  (t) => [
    index("service_windows_site").on(t.siteCode),
    check("service_windows_duration", sql`${t.durationMinutes} between 1 and 1440`),
    check("service_windows_days", sql`${t.daysOfWeek} between 0 and 127`),
  ],
);

/** Hierarchy Settings: the one row that counts for all sites. */
export const hierarchySettings = pgTable(
  "hierarchy_settings",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    /** Consent to use pre-release features; given once, never taken back (reference/updates.md §15). */
    preReleaseConsentAt: timestamptz("pre_release_consent_at"),
    preReleaseConsentBy: text("pre_release_consent_by"),
    /** Client piloting (reference/updates.md §13). */
    preProductionUpgrade: boolean("pre_production_upgrade").notNull().default(false),
    preProductionCollection: text("pre_production_collection"),
    /** Full versions; the pre-production client waits for its promotion. */
    productionClientVersion: text("production_client_version"),
    preProductionClientVersion: text("pre_production_client_version"),
    preProductionClientAt: timestamptz("pre_production_client_at"),
    clientPromotedAt: timestamptz("client_promoted_at"),
    clientPromotedBy: text("client_promoted_by"),
    /** `YYYY-MM-DD`; a reminder only. */
    softwareAssuranceExpiration: text("software_assurance_expiration"),
    /** What *Free disk space on site server* asks for (reference/updates.md §10: 15 GB). */
    requiredFreeBytes: bigint("required_free_bytes", { mode: "number" })
      .notNull()
      .default(15 * 1024 ** 3),
    /** How often stored content is looked at again. */
    contentValidationHours: integer("content_validation_hours").notNull().default(168),
  },
  (t) => [
    check("hierarchy_settings_singleton", sql`${t.singleton}`),
    check("hierarchy_settings_validation", sql`${t.contentValidationHours} between 1 and 8760`),
  ],
);

/** `SMS_CM_UpdateFeatures` (reference/updates.md §9.4, §15): what was asked of a feature and what is. */
export const updateFeatures = pgTable("update_features", {
  featureGuid: uuid("feature_guid").primaryKey(),
  /** `Status`: 0 off, 1 on. */
  status: integer("status").notNull().default(0),
  /** Asked for, and not yet processed by SMS_HIERARCHY_MANAGER. */
  requestedAt: timestamptz("requested_at"),
  requestedBy: text("requested_by"),
  /** Chosen with this update: waits until all sites have it. */
  waitsForPackageGuid: uuid("waits_for_package_guid"),
  enabledAt: timestamptz("enabled_at"),
});

/** A hotfix archive given to the portal or the command line (reference/updates.md §19). */
export const outOfBandImports = pgTable("out_of_band_imports", {
  id: uuid("id").primaryKey().defaultRandom(),
  fileName: text("file_name").notNull(),
  bytes: bigint("bytes", { mode: "number" }).notNull(),
  state: text("state").$type<"uploading" | "received" | "importing" | "imported" | "refused">().notNull(),
  /** Hex, of the whole archive; known when it has been received. */
  sha256: text("sha256"),
  packageGuid: uuid("package_guid"),
  errorCode: text("error_code"),
  errorParams: jsonb("error_params").$type<Params>(),
  requestedBy: text("requested_by").notNull(),
  createdAt: timestamptz("created_at").notNull(),
  finishedAt: timestamptz("finished_at"),
});

/** The bytes of an upload on their way from the portal to the server that holds the role; gone once it has them. */
export const outOfBandChunks = pgTable(
  "out_of_band_chunks",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    importId: uuid("import_id")
      .notNull()
      .references(() => outOfBandImports.id, { onDelete: "cascade" }),
    position: bigint("position", { mode: "number" }).notNull(),
    data: bytea("data").notNull(),
  },
  (t) => [uniqueIndex("out_of_band_chunks_position").on(t.importId, t.position)],
);

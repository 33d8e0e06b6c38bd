import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  char,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, timestamptz } from "./columns";
import { siteSystemServers, sites } from "./hierarchy";

/** How one item of the catalogue came out in a run; its value is in the document. */
export interface UsageItemOutcome {
  /** E.g. `B-07` (reference/usage-data.md §6). */
  id: string;
  outcome: "collected" | "absent" | "failed";
  /** Why it is absent or failed: a code of the messages. */
  reason?: string;
  durationMs: number;
}

/** The one row of diagnostics and usage data: the level, and who this hierarchy is to the cloud. */
export const usageDataSettings = pgTable(
  "usage_data_settings",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    /** 1 Basic, 2 Enhanced, 3 Full; Setup chooses Enhanced (reference/usage-data.md §2.1). */
    level: integer("level").notNull().default(2),
    levelChangedAt: timestamptz("level_changed_at").notNull().defaultNow(),
    levelChangedBy: text("level_changed_by").notNull().default("Setup"),
    /** `fnGetHierarchyID()`: never leaves but as a keyed hash. */
    hierarchyId: uuid("hierarchy_id").notNull().defaultRandom(),
  },
  (t) => [
    check("usage_data_settings_singleton", sql`${t.singleton}`),
    check("usage_data_settings_level", sql`${t.level} between 1 and 3`),
  ],
);

/** One collection: what was asked for, and the very bytes that leave when it is sent. */
export const usageDataRuns = pgTable(
  "usage_data_runs",
  {
    runId: uuid("run_id").primaryKey().defaultRandom(),
    /** A preview is never sent. */
    purpose: text("purpose").$type<"scheduled" | "requested" | "preview">().notNull(),
    level: integer("level").notNull(),
    state: text("state")
      .$type<"waiting" | "collecting" | "complete" | "failed" | "discarded">()
      .notNull()
      .default("waiting"),
    requestedBy: text("requested_by").notNull(),
    requestedAt: timestamptz("requested_at").notNull(),
    /** Which of the weekly times it belongs to; null for one that was asked for. */
    scheduledFor: timestamptz("scheduled_for"),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
    errorCode: text("error_code"),
    items: jsonb("items").$type<UsageItemOutcome[]>().notNull().default([]),
    /** Size and SHA-256 (hex) of the JSON document. */
    documentBytes: integer("document_bytes"),
    documentSha256: text("document_sha256"),
    /** The document, gzip: byte by byte what is uploaded or carried. */
    body: bytea("body"),
    bodySha256: text("body_sha256"),
  },
  (t) => [
    uniqueIndex("usage_data_runs_one_open")
      .on(t.purpose, t.level)
      .where(sql`state in ('waiting','collecting')`),
    uniqueIndex("usage_data_runs_once_per_week").on(t.scheduledFor).where(sql`state <> 'discarded'`),
    index("usage_data_runs_finished").on(t.finishedAt),
    check("usage_data_runs_level", sql`${t.level} between 1 and 3`),
    check(
      "usage_data_runs_complete",
      sql`${t.state} <> 'complete' or (${t.body} is not null and ${t.bodySha256} is not null and ${t.finishedAt} is not null)`,
    ),
  ],
);

/** What the ingestion service said it took (lib/usage-data/ingestion-protocol.ts). */
export interface UsageDataReceipt {
  receiptId: string;
  bodySha256: string;
  acceptedAt: string;
}

/** A batch on its way: one for each run that is sent. */
export const usageDataUploads = pgTable(
  "usage_data_uploads",
  {
    runId: uuid("run_id")
      .primaryKey()
      .references(() => usageDataRuns.runId, { onDelete: "cascade" }),
    state: text("state")
      .$type<"pending" | "uploading" | "waiting" | "accepted" | "refused" | "discarded">()
      .notNull()
      .default("pending"),
    /** Who brought it: SMS_DMP_UPLOADER, or the service connection tool. */
    carrier: text("carrier").$type<"online" | "tool">(),
    /** Where the server said the upload goes on. */
    uploadUrl: text("upload_url"),
    bytesTotal: integer("bytes_total").notNull(),
    bytesDone: integer("bytes_done").notNull().default(0),
    /** Smoothed; null while nothing travels. */
    bytesPerSecond: integer("bytes_per_second"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: timestamptz("next_attempt_at"),
    errorCode: text("error_code"),
    errorParams: jsonb("error_params").$type<Record<string, string | number>>(),
    createdAt: timestamptz("created_at").notNull(),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
    receipt: jsonb("receipt").$type<UsageDataReceipt>(),
  },
  (t) => [index("usage_data_uploads_state").on(t.state)],
);

/** What the cloud said of each update for this hierarchy, from the usage data it accepted last. */
export const usageDataRelevance = pgTable("usage_data_relevance", {
  packageGuid: uuid("package_guid").primaryKey(),
  relevant: boolean("relevant").notNull(),
  /** Code of the messages: why it is not relevant; null when it is. */
  reason: text("reason"),
  evaluatedAt: timestamptz("evaluated_at").notNull(),
  bodySha256: text("body_sha256").notNull(),
});

/** What a server last measured of itself and of the process that hosts it; written by its executive. */
export const serverPerformance = pgTable("server_performance", {
  serverId: uuid("server_id")
    .primaryKey()
    .references(() => siteSystemServers.id, { onDelete: "cascade" }),
  sampledAt: timestamptz("sampled_at").notNull(),
  operatingSystem: text("operating_system").notNull(),
  architecture: text("architecture").notNull(),
  processors: integer("processors").notNull(),
  processorName: text("processor_name").notNull(),
  memoryBytes: bigint("memory_bytes", { mode: "number" }).notNull(),
  diskBytes: bigint("disk_bytes", { mode: "number" }).notNull(),
  diskFreeBytes: bigint("disk_free_bytes", { mode: "number" }).notNull(),
  /** Of all processors, 0 to 100, since the sample before. */
  processorPercent: doublePrecision("processor_percent").notNull(),
  processResidentBytes: bigint("process_resident_bytes", { mode: "number" }).notNull(),
  processStartedAt: timestamptz("process_started_at").notNull(),
});

/**
 * The clients of the hierarchy as a set: each row is a group that is alike in every column, and how many it counts.
 * Filled by an import or the sample hierarchy; empty, every item that asks for clients is absent.
 */
export const clientSummary = pgTable(
  "client_summary",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    siteCode: char("site_code", { length: 3 })
      .notNull()
      .references(() => sites.siteCode),
    clients: integer("clients").notNull(),
    clientVersion: text("client_version").notNull(),
    isServer: boolean("is_server").notNull(),
    osName: text("os_name").notNull(),
    /** E.g. `10.0.18363`. */
    osBuild: text("os_build").notNull(),
    /** Windows 10 servicing branch, e.g. `Semi-Annual Channel`; null for others. */
    osBranch: text("os_branch"),
    /** First day of the quarter it was installed in, `YYYY-MM-DD`. */
    osInstalledIn: text("os_installed_in").notNull(),
    locale: text("locale").notNull(),
    /** DNS name of the Active Directory forest; leaves only as a keyed hash. */
    forest: text("forest").notNull(),
    azureAdJoined: boolean("azure_ad_joined").notNull(),
    coManaged: boolean("co_managed").notNull(),
    officeVersion: text("office_version"),
    antimalwareVersion: text("antimalware_version"),
    defaultBrowser: text("default_browser"),
    preferredBrowser: text("preferred_browser"),
    edgeInstalled: boolean("edge_installed").notNull(),
    processorName: text("processor_name").notNull(),
    biosYear: integer("bios_year").notNull(),
    secureBoot: boolean("secure_boot").notNull(),
    uefi: boolean("uefi").notNull(),
    /** `none`, `present`, `ready`. */
    tpmState: text("tpm_state").notNull(),
    /** `Hyper-V`, `Azure`; null on hardware. */
    virtualizedBy: text("virtualized_by"),
    surfaceModel: text("surface_model"),
    /** Extended interoperability client. */
    extendedInteroperability: boolean("extended_interoperability").notNull(),
    /** How the client was installed, e.g. `push`, `group-policy`. */
    deploymentMethod: text("deployment_method").notNull(),
    /** `cloud`, `distribution-point`, `management-point`, `peer`. */
    installSource: text("install_source").notNull(),
    ntlmFallbackForbidden: boolean("ntlm_fallback_forbidden").notNull(),
    /** Failed health check; null when healthy. */
    healthIssue: text("health_issue"),
    /** `desktop`, `laptop`, `tablet`, `server`. */
    formFactor: text("form_factor").notNull(),
    /** `ssd`, `hdd`. */
    driveType: text("drive_type").notNull(),
    bootSecondsAverage: integer("boot_seconds_average").notNull(),
  },
  (t) => [
    index("client_summary_site").on(t.siteCode),
    check("client_summary_clients", sql`${t.clients} > 0`),
  ],
);

import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, timestamptz } from "./columns";
import { usageDataRuns } from "./usage-data";

type Params = Record<string, string | number>;

/** What leaves in offline mode: a prepared transfer package, kept until it is replaced or answered. */
export const offlineRequests = pgTable(
  "offline_requests",
  {
    /** Also the number once used in the package: an answer belongs to exactly one request. */
    requestId: uuid("request_id").primaryKey().defaultRandom(),
    state: text("state").$type<"waiting" | "prepared" | "failed">().notNull().default("waiting"),
    requestedBy: text("requested_by").notNull(),
    requestedAt: timestamptz("requested_at").notNull(),
    preparedAt: timestamptz("prepared_at"),
    /** The usage data inside; null when there was none yet. */
    runId: uuid("run_id").references(() => usageDataRuns.runId, { onDelete: "set null" }),
    siteVersion: text("site_version"),
    /** Updates the administrator asked for, beside those the tool chooses. */
    wants: jsonb("wants").$type<string[]>().notNull().default([]),
    /** PEM of the key that signed its table of contents. */
    publicKey: text("public_key"),
    /** The zip, and its SHA-256 in hex. */
    body: bytea("body"),
    sha256: text("sha256"),
    errorCode: text("error_code"),
    errorParams: jsonb("error_params").$type<Params>(),
    /** When its answer was imported: it is not taken twice. */
    answeredAt: timestamptz("answered_at"),
  },
  (t) => [uniqueIndex("offline_requests_one_waiting").on(t.state).where(sql`state = 'waiting'`)],
);

/** A transfer package that came back: examined first, imported when an administrator says so. */
export const offlineImports = pgTable(
  "offline_imports",
  {
    importId: uuid("import_id").primaryKey().defaultRandom(),
    source: text("source").$type<"upload" | "folder" | "command-line">().notNull(),
    /** Absolute path of the package or its first volume on the server that holds the role; null while it is uploaded. */
    path: text("path"),
    fileName: text("file_name").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    state: text("state")
      .$type<
        | "uploading"
        | "received"
        | "examining"
        | "examined"
        | "approved"
        | "importing"
        | "imported"
        | "refused"
        | "canceled"
      >()
      .notNull(),
    /** What examining found (lib/offline/model.ts, `ImportReport`). */
    report: jsonb("report").$type<unknown>(),
    requestId: uuid("request_id"),
    /** An administrator accepted metadata whose time is over; audited. */
    expiredAcceptedBy: text("expired_accepted_by"),
    bytesTotal: bigint("bytes_total", { mode: "number" }).notNull().default(0),
    bytesDone: bigint("bytes_done", { mode: "number" }).notNull().default(0),
    bytesPerSecond: bigint("bytes_per_second", { mode: "number" }),
    cancelRequested: boolean("cancel_requested").notNull().default(false),
    errorCode: text("error_code"),
    errorParams: jsonb("error_params").$type<Params>(),
    requestedBy: text("requested_by").notNull(),
    createdAt: timestamptz("created_at").notNull(),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
  },
  (t) => [index("offline_imports_created").on(t.createdAt)],
);

/** What lies in the transfer folders of the server that holds the role, as its thread saw them last. */
export const offlineTransferPackages = pgTable("offline_transfer_packages", {
  /** Absolute path of the package or its first volume. */
  path: text("path").primaryKey(),
  folder: text("folder").notNull(),
  fileName: text("file_name").notNull(),
  volumes: integer("volumes").notNull(),
  /** All volumes together. */
  bytes: bigint("bytes", { mode: "number" }).notNull(),
  modifiedAt: timestamptz("modified_at").notNull(),
  kind: text("kind").$type<"request" | "answer" | "unreadable">().notNull(),
  /** Its table of contents; null when it cannot be read. */
  requestId: uuid("request_id"),
  hierarchy: text("hierarchy"),
  packedAt: timestamptz("packed_at"),
  /** Why it cannot be read. */
  errorCode: text("error_code"),
  errorParams: jsonb("error_params").$type<Params>(),
  seenAt: timestamptz("seen_at").notNull(),
});

/**
 * A file on its way from a browser to the server that holds the role. The database is the pipe between the two, which
 * may be different machines: the portal adds chunks only while little waits, the server takes them off into its file.
 */
export const fileUploads = pgTable(
  "file_uploads",
  {
    uploadId: uuid("upload_id").primaryKey().defaultRandom(),
    purpose: text("purpose").$type<"transfer-package">().notNull(),
    /** The thing the file is for, e.g. the import. */
    ownerId: uuid("owner_id").notNull(),
    fileName: text("file_name").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    /** How far the portal has it. */
    receivedBytes: bigint("received_bytes", { mode: "number" }).notNull().default(0),
    /** How far the server has it in its file, flushed. */
    storedBytes: bigint("stored_bytes", { mode: "number" }).notNull().default(0),
    createdAt: timestamptz("created_at").notNull(),
    updatedAt: timestamptz("updated_at").notNull(),
  },
  (t) => [index("file_uploads_owner").on(t.ownerId)],
);

export const fileUploadChunks = pgTable(
  "file_upload_chunks",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    uploadId: uuid("upload_id")
      .notNull()
      .references(() => fileUploads.uploadId, { onDelete: "cascade" }),
    position: bigint("position", { mode: "number" }).notNull(),
    data: bytea("data").notNull(),
  },
  (t) => [uniqueIndex("file_upload_chunks_position").on(t.uploadId, t.position)],
);

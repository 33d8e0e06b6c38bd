import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { timestamptz } from "./columns";

export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Sign-in name, unique without regard to case, e.g. `anna`. */
    userName: text("user_name").notNull(),
    displayName: text("display_name").notNull(),
    source: text("source").$type<"local" | "entra-id">().notNull().default("local"),
    /** argon2id in PHC format; null for accounts that sign in elsewhere. */
    passwordHash: text("password_hash"),
    passwordChangedAt: timestamptz("password_changed_at"),
    entraObjectId: text("entra_object_id").unique(),
    locale: text("locale").$type<"en" | "de">(),
    theme: text("theme").$type<"light" | "dark">(),
    timeZone: text("time_zone"),
    disabledAt: timestamptz("disabled_at"),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("users_user_name").on(sql`lower(${t.userName})`)],
);

export const userRoleAssignments = pgTable(
  "user_role_assignments",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** `SMS_Role.RoleID`, e.g. `SMS0001R`. */
    roleId: text("role_id").notNull(),
    /** `SMS00ALL` or `SMS00UNA` (Default). */
    scopeId: text("scope_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.roleId, t.scopeId] })],
);

/** A signed-in browser. The cookie carries only the id; this row decides whether it still counts. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    source: text("source").notNull(),
    userAgent: text("user_agent").notNull().default(""),
    createdAt: timestamptz("created_at").notNull().defaultNow(),
    lastSeenAt: timestamptz("last_seen_at").notNull().defaultNow(),
    expiresAt: timestamptz("expires_at").notNull(),
    revokedAt: timestamptz("revoked_at"),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/** Failed sign-ins per account name *and* source address, so that nobody can lock somebody else out. */
export const signInFailures = pgTable(
  "sign_in_failures",
  {
    userName: text("user_name").notNull(),
    source: text("source").notNull(),
    failures: integer("failures").notNull(),
    lastFailureAt: timestamptz("last_failure_at").notNull(),
    lockedUntil: timestamptz("locked_until"),
  },
  (t) => [primaryKey({ columns: [t.userName, t.source] })],
);

/** Audit status messages (type 768); append-only by trigger (reference/roles-and-permissions.md §11). */
export const auditMessages = pgTable(
  "audit_messages",
  {
    recordId: bigserial("record_id", { mode: "number" }).primaryKey(),
    time: timestamptz("time").notNull().defaultNow(),
    messageId: integer("message_id").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorName: text("actor_name").notNull(),
    userId: uuid("user_id"),
    source: text("source"),
    action: text("action").notNull(),
    objectType: text("object_type"),
    objectId: text("object_id"),
    /** Insertion strings in the order of the catalogue; never a secret. */
    strings: jsonb("strings").$type<string[]>().notNull().default([]),
    allowed: boolean("allowed").notNull().default(true),
    correlationId: text("correlation_id").notNull(),
  },
  (t) => [index("audit_messages_time").on(t.time)],
);

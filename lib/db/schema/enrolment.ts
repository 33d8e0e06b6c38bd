import { sql } from "drizzle-orm";
import { pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { timestamptz } from "./columns";
import { siteSystemServers } from "./hierarchy";

/**
 * The life of a one-time token with which the executive of a server on a machine of its own joins the hierarchy, and
 * then of the database login that it got for it.
 */
export const serverEnrolments = pgTable(
  "server_enrolments",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    serverId: uuid("server_id")
      .notNull()
      .references(() => siteSystemServers.id, { onDelete: "cascade" }),
    /** SHA-256 of the token's secret, hex. */
    tokenHash: text("token_hash").notNull().unique(),
    createdAt: timestamptz("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    /** Of the token, while nobody has joined with it. */
    expiresAt: timestamptz("expires_at").notNull(),
    joinedAt: timestamptz("joined_at"),
    /** The computer that joined, as it calls itself. */
    hostName: text("host_name"),
    version: text("version"),
    /** Its login at the database, of the one server alone. */
    login: text("login").unique(),
    /** Of the key that secrets for the server are sealed to. */
    keyFingerprint: text("key_fingerprint"),
    /** Cancelled or replaced before anybody joined, revoked after. */
    endedAt: timestamptz("ended_at"),
    endedBy: text("ended_by"),
  },
  (t) => [uniqueIndex("server_enrolments_open").on(t.serverId).where(sql`ended_at is null`)],
);

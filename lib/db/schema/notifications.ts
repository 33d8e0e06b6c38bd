import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytea, timestamptz } from "./columns";

/** What a notification's sentence, or that of its failure, needs. Never a secret. */
export type NotificationParams = Record<string, string | number>;

/** The company's mail server: one row, or none. */
export const mailServer = pgTable(
  "mail_server",
  {
    only: boolean("only").primaryKey().default(true),
    host: text("host").notNull(),
    port: integer("port").notNull(),
    security: text("security").$type<"tls" | "starttls" | "none">().notNull(),
    /** Sender address. */
    from: text("from").notNull(),
    userName: text("user_name"),
    /** Sealed to the role holder; null: none. */
    password: bytea("password"),
    changedAt: timestamptz("changed_at").notNull(),
    changedBy: text("changed_by").notNull(),
  },
  (t) => [check("mail_server_one", sql`${t.only}`)],
);

/** Who is told what happens: a mailbox or a web address. */
export const notificationTargets = pgTable("notification_targets", {
  id: uuid("id").primaryKey().defaultRandom(),
  kind: text("kind").$type<"e-mail" | "webhook">().notNull(),
  address: text("address").notNull().unique(),
  language: text("language").$type<"en" | "de">().notNull().default("en"),
  enabled: boolean("enabled").notNull().default(true),
  /** What a webhook's deliveries are signed with, sealed to the role holder; null: they are not signed. */
  secret: bytea("secret"),
  createdAt: timestamptz("created_at").notNull(),
  createdBy: text("created_by").notNull(),
});

/** One notification on its way to one target. */
export const notificationDeliveries = pgTable(
  "notification_deliveries",
  {
    /** Also the Message-ID and the delivery id of the webhook: whoever gets it twice can tell. */
    id: uuid("id").primaryKey().defaultRandom(),
    target: uuid("target")
      .notNull()
      .references(() => notificationTargets.id, { onDelete: "cascade" }),
    /** In the messages under `notifications.events`. */
    event: text("event").notNull(),
    params: jsonb("params").$type<NotificationParams>().notNull(),
    /** Portal path that leads to the cure. */
    link: text("link"),
    state: text("state").$type<"waiting" | "delivered" | "failed">().notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    createdAt: timestamptz("created_at").notNull(),
    /** Not tried earlier; during an attempt already the time of the next one. */
    notBefore: timestamptz("not_before").notNull(),
    /** Of the last attempt. */
    attemptedAt: timestamptz("attempted_at"),
    failureCode: text("failure_code"),
    failureParams: jsonb("failure_params").$type<NotificationParams>(),
  },
  (t) => [
    index("notification_deliveries_waiting").on(t.notBefore).where(sql`state = 'waiting'`),
    index("notification_deliveries_target").on(t.target, t.createdAt),
  ],
);

import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { timestamptz } from "./columns";

/** `SMS_StatusMessage` (reference/role.md §18). */
export const statusMessages = pgTable(
  "status_messages",
  {
    recordId: bigserial("record_id", { mode: "number" }).primaryKey(),
    time: timestamptz("time").notNull().defaultNow(),
    messageId: integer("message_id").notNull(),
    /** 0x40000000 informational, 0x80000000 warning, 0xC0000000 error. */
    severity: bigint("severity", { mode: "number" }).notNull(),
    /** 256 milestone, 512 detail, 768 audit, 1024 NT event. */
    messageType: integer("message_type").notNull(),
    component: text("component").notNull(),
    machineName: text("machine_name").notNull(),
    siteCode: text("site_code").notNull(),
    processId: integer("process_id").notNull(),
    threadId: integer("thread_id").notNull(),
    strings: jsonb("strings").$type<string[]>().notNull().default([]),
  },
  (t) => [
    index("status_messages_component").on(t.component, t.time),
    index("status_messages_time").on(t.time),
  ],
);

/** One row per condition; `SMS_Alert.AlertState` 0 active, 1 postponed, 2 canceled, 4 disabled, 5 never triggered. */
export const alerts = pgTable(
  "alerts",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Names the condition, e.g. `updates.catalogue-refused`; its sentence is in the messages under `alerts`. */
    code: text("code").notNull(),
    /** What the condition is about, e.g. a package GUID; empty for the hierarchy as a whole. */
    objectId: text("object_id").notNull().default(""),
    state: integer("state").notNull().default(0),
    /** 1 critical, 2 warning, 3 informational. */
    severity: integer("severity").notNull(),
    params: jsonb("params").$type<Record<string, string | number>>().notNull().default({}),
    /** Portal path that leads to the cure. */
    link: text("link"),
    occurrences: integer("occurrences").notNull().default(1),
    firstRaisedAt: timestamptz("first_raised_at").notNull(),
    lastRaisedAt: timestamptz("last_raised_at").notNull(),
    closedAt: timestamptz("closed_at"),
  },
  (t) => [uniqueIndex("alerts_one_open_per_condition").on(t.code, t.objectId).where(sql`state = 0`)],
);

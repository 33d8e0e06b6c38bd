import { sql } from "drizzle-orm";
import {
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
  uuid,
} from "drizzle-orm/pg-core";
import { timestamptz } from "./columns";
import { siteSystemServers, sites } from "./hierarchy";

/** Why a process of the executive hosts no server: its version, or the schema it was made for, is another. */
export interface ExecutiveMisfit {
  code: "version" | "schema";
  /** Version of the executive. */
  own: string;
  /** Version of the product that last brought the database to its schema. */
  database: string;
}

/** A running executive process. Its heartbeat tells the portal that somebody is there to obey. */
export const executives = pgTable("executives", {
  id: uuid("id").primaryKey(),
  hostName: text("host_name").notNull(),
  processId: integer("process_id").notNull(),
  version: text("version").notNull(),
  startedAt: timestamptz("started_at").notNull(),
  /** By the database's clock, as is `stoppedAt`: its own may be wrong. */
  heartbeatAt: timestamptz("heartbeat_at").notNull(),
  stoppedAt: timestamptz("stopped_at"),
  /** How far the clock of its machine is ahead of the database's; null until it was measured. */
  clockSkewMs: integer("clock_skew_ms"),
  /** Names of the servers it was started for; empty: any that nobody else hosts. */
  servers: text("servers").array().notNull().default(sql`'{}'`),
  /** The login it works with: no other may change the row. */
  login: text("login").notNull().default(sql`session_user`),
  misfit: jsonb("misfit").$type<ExecutiveMisfit>(),
});

/** The one row that says which version of the product last brought the database to its schema. */
export const siteDatabase = pgTable(
  "site_database",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    productVersion: text("product_version").notNull(),
  },
  (t) => [check("site_database_singleton", sql`${t.singleton}`)],
);

/** One row per component and server: the truth as its supervisor last reported it. */
export const componentThreads = pgTable(
  "component_threads",
  {
    serverId: uuid("server_id")
      .notNull()
      .references(() => siteSystemServers.id, { onDelete: "cascade" }),
    component: text("component").notNull(),
    state: text("state").$type<"stopped" | "starting" | "running" | "stopping" | "failed">().notNull(),
    /** `SMS_ComponentSummarizer.Type`: 0 autostarting, 1 scheduled, 2 manual. */
    type: integer("type").notNull().default(0),
    threadId: integer("thread_id"),
    startedAt: timestamptz("started_at"),
    stoppedAt: timestamptz("stopped_at"),
    heartbeatAt: timestamptz("heartbeat_at"),
    nextScheduledAt: timestamptz("next_scheduled_at"),
    lastError: text("last_error"),
    /** What the Service Manager saw at its last Query; stale until queried again (reference/role.md §4.2). */
    polledState: text("polled_state"),
    polledAt: timestamptz("polled_at"),
  },
  (t) => [primaryKey({ columns: [t.serverId, t.component] })],
);

export const componentCommands = pgTable(
  "component_commands",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    serverId: uuid("server_id")
      .notNull()
      .references(() => siteSystemServers.id, { onDelete: "cascade" }),
    component: text("component").notNull(),
    operation: text("operation").$type<"query" | "stop" | "start" | "restart">().notNull(),
    state: text("state").$type<"pending" | "taken" | "done" | "failed">().notNull().default("pending"),
    requestedBy: text("requested_by").notNull(),
    requestedAt: timestamptz("requested_at").notNull().defaultNow(),
    finishedAt: timestamptz("finished_at"),
    /** The state the command left the component in, or the failure's code. */
    outcome: text("outcome"),
  },
  (t) => [index("component_commands_open").on(t.serverId).where(sql`state in ('pending','taken')`)],
);

/** Site maintenance tasks; `Backup Site Server` stops and starts SMS_EXECUTIVE (reference/role.md §19). */
export const maintenanceTasks = pgTable(
  "maintenance_tasks",
  {
    siteCode: char("site_code", { length: 3 })
      .notNull()
      .references(() => sites.siteCode),
    task: text("task").notNull(),
    enabled: boolean("enabled").notNull().default(false),
    /** Bit 0 Sunday … bit 6 Saturday. */
    daysOfWeek: integer("days_of_week").notNull().default(0b1111111),
    /** `HH:MM`, UTC, as the product counts when the console is not on the site server. */
    beginTime: text("begin_time").notNull().default("02:00"),
    nextRunAt: timestamptz("next_run_at"),
    lastStartedAt: timestamptz("last_started_at"),
    lastCompletedAt: timestamptz("last_completed_at"),
    lastResult: text("last_result"),
  },
  (t) => [primaryKey({ columns: [t.siteCode, t.task] })],
);

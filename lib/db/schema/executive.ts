import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  char,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { timestamptz } from "./columns";
import { siteSystemServers, sites } from "./hierarchy";

/** A running executive process. Its heartbeat tells the portal that somebody is there to obey. */
export const executives = pgTable("executives", {
  id: uuid("id").primaryKey(),
  hostName: text("host_name").notNull(),
  processId: integer("process_id").notNull(),
  version: text("version").notNull(),
  startedAt: timestamptz("started_at").notNull(),
  heartbeatAt: timestamptz("heartbeat_at").notNull(),
  stoppedAt: timestamptz("stopped_at"),
});

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

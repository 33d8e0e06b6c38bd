import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { timestamptz } from "./columns";
import { siteSystemServers } from "./hierarchy";

type Params = Record<string, string | number>;

/** One layer of the way to an endpoint, in the order they are tried; what comes after a failed one is not tried. */
export interface ProbedLayer {
  layer: "dns" | "tcp" | "proxy" | "tls" | "http" | "clock";
  outcome: "ok" | "failed" | "warning" | "skipped";
  durationMs: number;
  code?: string;
  params?: Params;
}

/** One test of the internet endpoints from one server, through that server's proxy (reference/role.md §11). */
export const endpointProbeRuns = pgTable(
  "endpoint_probe_runs",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    serverId: uuid("server_id")
      .notNull()
      .references(() => siteSystemServers.id, { onDelete: "cascade" }),
    trigger: text("trigger").$type<"schedule" | "manual" | "role-change">().notNull(),
    requestedBy: text("requested_by").notNull(),
    startedAt: timestamptz("started_at").notNull(),
    finishedAt: timestamptz("finished_at"),
    /** Everything what is connected needs, not a choice of it. */
    whole: boolean("whole").notNull().default(true),
    /** Endpoints it is to test. */
    total: integer("total").notNull().default(0),
    reachable: integer("reachable").notNull().default(0),
    unreachable: integer("unreachable").notNull().default(0),
  },
  (t) => [index("endpoint_probe_runs_server").on(t.serverId, t.startedAt)],
);

export const endpointProbes = pgTable(
  "endpoint_probes",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => endpointProbeRuns.id, { onDelete: "cascade" }),
    /** `https://host:port` as the catalogue or the environment's row names it. */
    endpoint: text("endpoint").notNull(),
    /** Features of the catalogue that need it. */
    features: jsonb("features").$type<string[]>().notNull(),
    /** `ok`, or the code of the layer that failed. */
    code: text("code").notNull(),
    params: jsonb("params").$type<Params>(),
    layers: jsonb("layers").$type<ProbedLayer[]>().notNull(),
    durationMs: integer("duration_ms").notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.endpoint] })],
);

/** How often the server that holds the role tests by itself; without a row, daily. */
export const endpointProbeSchedule = pgTable(
  "endpoint_probe_schedule",
  {
    only: boolean("only").primaryKey().default(true),
    enabled: boolean("enabled").notNull(),
    intervalHours: integer("interval_hours").notNull(),
    changedAt: timestamptz("changed_at").notNull(),
    changedBy: text("changed_by").notNull(),
  },
  (t) => [
    check("endpoint_probe_schedule_only", sql`${t.only}`),
    check("endpoint_probe_schedule_interval", sql`${t.intervalHours} between 1 and 168`),
  ],
);

import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytea, timestamptz } from "./columns";
import { siteSystemServers } from "./hierarchy";

/** Tab *Proxy* of a site system server: one configuration, shared by all roles on it (reference/role.md §10). */
export const siteSystemProxies = pgTable(
  "site_system_proxies",
  {
    serverId: uuid("server_id")
      .primaryKey()
      .references(() => siteSystemServers.id, { onDelete: "cascade" }),
    /** *Use a proxy server when synchronizing information from the internet*. */
    enabled: boolean("enabled").notNull(),
    host: text("host").notNull(),
    port: integer("port").notNull().default(80),
    /** Null: the proxy is asked without credentials. */
    userName: text("user_name"),
    /** The account's password, sealed to this server. */
    sealed: bytea("sealed"),
    sealedTo: text("sealed_to"),
    changedAt: timestamptz("changed_at").notNull(),
    changedBy: text("changed_by").notNull(),
  },
  (t) => [
    check("site_system_proxies_port", sql`${t.port} between 1 and 65535`),
    check(
      "site_system_proxies_account",
      sql`(${t.userName} is null) = (${t.sealed} is null) and (${t.sealed} is null) = (${t.sealedTo} is null)`,
    ),
  ],
);

/**
 * The site system installation account: what the site server presents to fetch files from this server, beside its own
 * certificate (reference/role.md §5, §9). The password is readable for the site server only; the site system knows
 * whether one it is shown is right.
 */
export const siteSystemInstallationAccounts = pgTable("site_system_installation_accounts", {
  serverId: uuid("server_id")
    .primaryKey()
    .references(() => siteSystemServers.id, { onDelete: "cascade" }),
  userName: text("user_name").notNull(),
  /** Sealed to the server of the site, which presents it. */
  sealed: bytea("sealed").notNull(),
  sealedTo: text("sealed_to").notNull(),
  /** argon2id, for the server that is presented it. */
  passwordHash: text("password_hash").notNull(),
  changedAt: timestamptz("changed_at").notNull(),
  changedBy: text("changed_by").notNull(),
  /** The last test transfer with it, and its outcome: `ok` or the code of what failed. */
  testedAt: timestamptz("tested_at"),
  testCode: text("test_code"),
});

type TaskParams = Record<string, string | number>;

/**
 * What one server is asked to do by itself, in the hands of its SMS_SERVER_BOOTSTRAP thread: checks, test transfers,
 * probes. Kinds can be repeated: one that a kill interrupted is done again.
 */
export const serverTasks = pgTable(
  "server_tasks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    serverId: uuid("server_id")
      .notNull()
      .references(() => siteSystemServers.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    /** Its shape belongs to the kind. Never a secret. */
    input: jsonb("input").$type<Record<string, unknown>>().notNull(),
    state: text("state").$type<"waiting" | "running" | "done" | "failed">().notNull().default("waiting"),
    /** Its shape belongs to the kind. Never a secret. */
    result: jsonb("result").$type<unknown>(),
    failureCode: text("failure_code"),
    failureParams: jsonb("failure_params").$type<TaskParams>(),
    requestedBy: text("requested_by").notNull(),
    requestedAt: timestamptz("requested_at").notNull(),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
  },
  (t) => [
    index("server_tasks_open").on(t.serverId).where(sql`state in ('waiting','running')`),
    index("server_tasks_kind").on(t.serverId, t.kind, t.requestedAt),
  ],
);

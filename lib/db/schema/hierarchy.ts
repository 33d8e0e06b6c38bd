import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cloudEnvironments } from "./cloud";
import { timestamptz } from "./columns";

/** `SMS_Site`: type 4 CAS, 2 primary, 1 secondary (reference/role.md §2). */
export const sites = pgTable(
  "sites",
  {
    siteCode: char("site_code", { length: 3 }).primaryKey(),
    name: text("name").notNull(),
    type: integer("type").notNull(),
    parentSiteCode: char("parent_site_code", { length: 3 }),
    /** YYMM of the current branch, e.g. `1906`. */
    version: text("version").notNull(),
    /** Full version, e.g. `5.00.8853.1000`. */
    fullVersion: text("full_version").notNull(),
    status: integer("status").notNull().default(1),
    /** IANA name of the site server's time zone. */
    timeZone: text("time_zone").notNull().default("UTC"),
    /** Facts that applicability rules may ask for, e.g. `{"cloudManagementGateway": true}`. */
    configuration: jsonb("configuration").$type<Record<string, boolean>>().notNull().default({}),
    installedAt: timestamptz("installed_at").notNull().defaultNow(),
    /** Version of the site database: raised by an update's step of that name, ahead of the site's own. */
    databaseVersion: text("database_version"),
    /** While an update has turned the messaging between sites off, nothing is sent to or from this site. */
    messagingEnabled: boolean("messaging_enabled").notNull().default(true),
  },
  (t) => [
    index("sites_parent").on(t.parentSiteCode, t.siteCode),
    check(
      "sites_code",
      sql`${t.siteCode} ~ '^[A-Z0-9]{3}$' and ${t.siteCode} not in ('AUX','CON','NUL','PRN','SMS')`,
    ),
    check("sites_type", sql`${t.type} in (1, 2, 4)`),
    check("sites_cas_has_no_parent", sql`${t.type} <> 4 or ${t.parentSiteCode} is null`),
    check("sites_secondary_has_parent", sql`${t.type} <> 1 or ${t.parentSiteCode} is not null`),
  ],
);

export const siteSystemServers = pgTable("site_system_servers", {
  id: uuid("id").primaryKey().defaultRandom(),
  fqdn: text("fqdn").notNull().unique(),
  /** The name clients on the internet know it by; null: none do. */
  internetFqdn: text("internet_fqdn"),
  siteCode: char("site_code", { length: 3 })
    .notNull()
    .references(() => sites.siteCode),
  /** Which executive process hosts this server now, and until when it may act for it. */
  executiveId: uuid("executive_id"),
  leaseToken: bigint("lease_token", { mode: "number" }).notNull().default(0),
  leaseExpiresAt: timestamptz("lease_expires_at"),
});

/** `SMS Dmp Connector` is the product's name for the service connection point role. */
export const SERVICE_CONNECTION_POINT_ROLE = "SMS Dmp Connector";

export const siteSystemRoles = pgTable(
  "site_system_roles",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    serverId: uuid("server_id")
      .notNull()
      .references(() => siteSystemServers.id),
    role: text("role").notNull(),
    installedAt: timestamptz("installed_at").notNull().defaultNow(),
  },
  (t) => [
    unique("site_system_roles_once_per_server").on(t.serverId, t.role),
    uniqueIndex("site_system_roles_one_service_connection_point")
      .on(t.role)
      .where(sql`role = 'SMS Dmp Connector'`),
  ],
);

export const holderTokens = pgSequence("service_connection_point_holder_token");

/** The one row of the role: what it should be (configured) and what the running thread reports (running). */
export const serviceConnectionPoint = pgTable(
  "service_connection_point",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    roleId: uuid("role_id")
      .notNull()
      .unique()
      .references(() => siteSystemRoles.id, { onDelete: "cascade" }),
    /** Grows with every change of hands, removals included: what an earlier holder still writes is refused by it. */
    holderToken: bigint("holder_token", { mode: "number" })
      .notNull()
      .default(sql`nextval('service_connection_point_holder_token')`),
    environmentId: text("environment_id")
      .notNull()
      .references(() => cloudEnvironments.id),
    configuredMode: text("configured_mode").$type<"online" | "offline">().notNull().default("online"),
    configuredModeAt: timestamptz("configured_mode_at").notNull().defaultNow(),
    configuredModeBy: text("configured_mode_by").notNull().default("Setup"),
    /** Null while SMS_DMP_DOWNLOADER does not run. Only that thread writes it. */
    runningMode: text("running_mode").$type<"online" | "offline">(),
    runningModeSince: timestamptz("running_mode_since"),
    lastCloudConnectionAt: timestamptz("last_cloud_connection_at"),
    /** Parallel range streams and their chunk size are settings of the role. */
    downloadStreams: integer("download_streams").notNull().default(4),
  },
  (t) => [
    check("service_connection_point_singleton", sql`${t.singleton}`),
    check("service_connection_point_mode", sql`${t.configuredMode} in ('online','offline')`),
  ],
);

import { boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";

/**
 * One row per cloud the role can talk to (Azure public, US Government, China, Lab …). Nothing else in the
 * product knows which cloud it is: another environment is another row.
 */
export const cloudEnvironments = pgTable("cloud_environments", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  /** Base URL of the TUF metadata of the update catalogue, ending in `/`. Null where none is published. */
  catalogueMetadataUrl: text("catalogue_metadata_url"),
  /** Base URL of the TUF targets (manifest and payload files), ending in `/`. */
  catalogueTargetsUrl: text("catalogue_targets_url"),
  /** The `root.json` this environment's catalogue is trusted from at first contact. */
  catalogueTrustedRoot: jsonb("catalogue_trusted_root").$type<unknown>(),
  /** Base URL of the usage data ingestion, ending in `/`. Null where none is published: then nothing is uploaded. */
  usageDataUrl: text("usage_data_url"),
  /** `private` is a national cloud: services that exist in the public cloud only are not offered there. */
  cloud: text("cloud").$type<"public" | "private">().notNull().default("public"),
  /**
   * Where Azure is (reference/azure-services.md §5). Each URL ends in `/`; nothing of Azure is asked at any address
   * that is not below one of them. The scope of Graph and of ARM is its URL and `.default`. Null: not in this cloud.
   */
  loginUrl: text("login_url"),
  graphUrl: text("graph_url"),
  armUrl: text("arm_url"),
  logAnalyticsUrl: text("log_analytics_url"),
  storeUrl: text("store_url"),
  /** What tokens for the store are asked for; not its address. */
  storeResource: text("store_resource"),
  /** What tokens for Desktop Analytics are asked for. */
  desktopAnalyticsResource: text("desktop_analytics_resource"),
  /** The Azure portal, for links. */
  portalUrl: text("portal_url"),
  /** The public client through which an administrator signs in to Azure, a GUID. */
  signInClientId: text("sign_in_client_id"),
  /** That client knows this portal's address as a redirect URI: the sign-in can come back to it. */
  signInRedirects: boolean("sign_in_redirects").notNull().default(false),
  /**
   * How long a renewed secret key is used before the one it replaced is given up: a server that issues tokens may be
   * behind the one that was asked.
   */
  secretGraceSeconds: integer("secret_grace_seconds").notNull().default(120),
  /** Extra certificate authorities in PEM, beside those of the runtime. */
  certificateAuthorities: text("certificate_authorities"),
});

import { jsonb, pgTable, text } from "drizzle-orm/pg-core";

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
  /** Extra certificate authorities in PEM, beside those of the runtime. */
  certificateAuthorities: text("certificate_authorities"),
});

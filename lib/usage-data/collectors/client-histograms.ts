import { sql } from "drizzle-orm";
import { z } from "zod";
import { codeHistogram, count, histogramOf, productHistogram, versionHistogram } from "../values";
import { clientHistogram, collectHistogram } from "./clients";
import type { Collector } from "./model";
import { oneRow } from "./sql-values";

/** BCP 47, as far as Windows uses it. */
const localeHistogram = z.record(
  z.union([z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/), z.literal("other")]),
  count,
);
const TPM_STATES = ["none", "present", "ready"] as const;

/** The items that say how many clients have each value of something. */
export const CLIENT_HISTOGRAMS: readonly Collector[] = [
  {
    id: "B-06",
    needs: "clients",
    schema: z.strictObject({ versions: versionHistogram, without: count }),
    async collect({ db }) {
      const { without } = await oneRow<{ without: number }>(
        db,
        sql`select coalesce(sum(clients), 0)::int as without from client_summary where antimalware_version is null`,
      );
      return { versions: await clientHistogram(db, sql`antimalware_version`), without };
    },
  },
  collectHistogram("B-11", "locales", localeHistogram, sql`locale`),
  {
    id: "B-12",
    needs: "clients",
    schema: z.strictObject({
      clientVersions: versionHistogram,
      operatingSystems: productHistogram,
      officeVersions: productHistogram,
    }),
    collect: async ({ db }) => ({
      clientVersions: await clientHistogram(db, sql`client_version`),
      operatingSystems: await clientHistogram(db, sql`os_name || ' ' || os_build`),
      officeVersions: await clientHistogram(db, sql`office_version`),
    }),
  },
  // The day is the first of its quarter already.
  collectHistogram("B-35", "quarters", z.record(z.iso.date(), count), sql`os_installed_in`, { named: 1_000 }),
  {
    id: "B-36",
    needs: "clients",
    schema: z.strictObject({ clients: productHistogram, servers: productHistogram }),
    collect: async ({ db }) => ({
      clients: await clientHistogram(db, sql`processor_name`, { named: 10, where: sql`not is_server` }),
      servers: await clientHistogram(db, sql`processor_name`, { named: 10, where: sql`is_server` }),
    }),
  },
  {
    id: "B-56",
    needs: "clients",
    schema: z.strictObject({ default: productHistogram, preferred: productHistogram }),
    collect: async ({ db }) => ({
      default: await clientHistogram(db, sql`default_browser`),
      preferred: await clientHistogram(db, sql`preferred_browser`),
    }),
  },
  collectHistogram("E-CLI-04", "states", histogramOf(TPM_STATES), sql`tpm_state`),
  collectHistogram("E-CLI-10", "sources", codeHistogram, sql`install_source`),
  collectHistogram("E-CLI-15", "methods", codeHistogram, sql`deployment_method`),
  collectHistogram("E-CLI-20", "browsers", productHistogram, sql`default_browser`),
  collectHistogram("E-CLI-22", "models", productHistogram, sql`surface_model`),
  collectHistogram("E-CLI-23", "issues", codeHistogram, sql`health_issue`),
  collectHistogram("F-21", "processors", productHistogram, sql`processor_name`, { named: 50 }),
];

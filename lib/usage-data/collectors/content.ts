import { sql } from "drizzle-orm";
import { z } from "zod";
import { readHierarchySettings } from "@/lib/hierarchy/hierarchy-settings";
import { bytes, count, histogramOf, statistics } from "../values";
import { DISTRIBUTION_STATES } from "./database-performance";
import type { Collector } from "./model";
import { histogramOver, oneRow, statisticsOf } from "./sql-values";

export const distribution: Collector = {
  id: "E-CNT-07",
  schema: z.strictObject({
    distributions: histogramOf(DISTRIBUTION_STATES),
    attempts: statistics,
    /** Waiting for their next attempt. */
    retrying: count,
    routes: z.strictObject({ total: count, limitedRate: count, limitedHours: count }),
  }),
  collect: ({ db }) =>
    oneRow(
      db,
      sql`select ${histogramOver(sql`select state as key, count(*) as n from content_distributions group by 1`)}
              as distributions,
            ${statisticsOf(sql`attempts`)} as attempts, count(next_attempt_at)::int as retrying,
            (select json_build_object('total', count(*), 'limitedRate', count(bytes_per_second),
                                      'limitedHours', count(open_hours)) from file_replication_routes) as routes
          from content_distributions`,
    ),
};

export const contentMonitoring: Collector = {
  id: "E-CNT-08",
  schema: z.strictObject({ validationHours: count, validated: count, damaged: count }),
  async collect({ db }) {
    const { contentValidationHours } = await readHierarchySettings(db);
    const found = await oneRow(
      db,
      sql`select count(validated_at)::int as validated, count(*) filter (where damaged_pieces > 0)::int as damaged
            from content_distributions where state = 'stored'`,
    );
    return { validationHours: contentValidationHours, ...found };
  },
};

export const contentLibrary: Collector = {
  id: "E-CNT-10",
  schema: z.strictObject({
    /** This product keeps every content library on its site server. */
    location: z.literal("local"),
    sites: count,
    storedBytes: bytes,
  }),
  async collect({ db }) {
    const found = await oneRow(
      db,
      sql`select count(distinct d.site_code)::int as sites, coalesce(sum(v.total_bytes), 0)::float8 as "storedBytes"
            from content_distributions d join easy_setup_versions v using (package_id, version)
           where d.state = 'stored'`,
    );
    return { location: "local", ...found };
  },
};

import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { count } from "../values";
import type { Collector } from "./model";
import { histogramOver, oneRow } from "./sql-values";

/** Rarer values than these are added up: a document must not grow with the estate. */
const NAMED = 100;

/** How many clients have each value of `key`; clients without one do not count. */
export async function clientHistogram(
  db: Database,
  key: SQL,
  { named = NAMED, where = sql`true` }: { named?: number; where?: SQL } = {},
): Promise<Record<string, number>> {
  const { histogram } = await oneRow<{ histogram: Record<string, number> }>(
    db,
    sql`select ${histogramOver(sql`
      select case when rank <= ${named} then key else 'other' end as key, n from (
        select key, n, row_number() over (order by n desc, key) as rank from (
          select ${key} as key, sum(clients) as n from client_summary where ${where} group by 1) grouped
         where key is not null) ranked`)} as histogram`,
  );
  return histogram;
}

/** An item that is one histogram under one name. */
export const collectHistogram = (
  id: string,
  name: string,
  values: z.ZodType,
  key: SQL,
  options?: { named: number },
): Collector => ({
  id,
  needs: "clients",
  schema: z.strictObject({ [name]: values }),
  collect: async ({ db }) => ({ [name]: await clientHistogram(db, key, options) }),
});

/** An item that counts the clients that meet a condition, beside all. */
export const collectCount = (id: string, condition: SQL): Collector => ({
  id,
  needs: "clients",
  schema: z.strictObject({ devices: count, matching: count }),
  collect: ({ db }) =>
    oneRow(
      db,
      sql`select sum(clients)::int as devices,
            coalesce(sum(clients) filter (where ${condition}), 0)::int as matching from client_summary`,
    ),
});

import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";

/** Least, most and average of `numbers` as a JSON object, rounded to tenths; null of none. */
export const statisticsOf = (numbers: SQL): SQL => sql`
  case when count(${numbers}) > 0 then json_build_object(
    'min', round(min(${numbers})::numeric, 1), 'max', round(max(${numbers})::numeric, 1),
    'average', round(avg(${numbers})::numeric, 1)) end`;

/**
 * How often each key is, as a JSON object.
 * @param source a relation with columns `key` and `n`; rows without a key do not count
 */
export const histogramOver = (source: SQL): SQL => sql`
  (select coalesce(json_object_agg(key, n order by key), '{}') from (
     select key, sum(n)::int as n from (${source}) counted where key is not null group by key) summed)`;

/**
 * The one row of a statement that has exactly one.
 * @typeParam Row what the caller says its columns are; leave out what a schema is to find out
 */
export async function oneRow<Row = object>(db: Database, statement: SQL): Promise<Row> {
  const { rows } = await db.execute(statement);
  if (!rows[0]) throw new Error("a statement that always has a row had none");
  return rows[0] as Row;
}

import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import * as schema from "@/lib/db/schema";

/** The tables of this version of the product. Another one in the site database is somebody's own. */
export const SHIPPED_TABLES: readonly string[] = Object.values<unknown>(schema)
  .filter((table): table is PgTable => is(table, PgTable))
  .map(getTableName)
  .sort();

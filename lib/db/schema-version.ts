import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "./connection";

const JOURNAL = fileURLToPath(new URL("./migrations/meta/_journal.json", import.meta.url));
const journalSchema = z.object({ entries: z.array(z.object({ when: z.number() })) });

/** Whether the site database has the schema of this very version: a tool of another one could misread it. */
export async function hasThisSchema(db: Database): Promise<boolean> {
  const { entries } = journalSchema.parse(JSON.parse(await readFile(path.normalize(JOURNAL), "utf8")));
  const applied = await db.execute<{ newest: string }>(
    sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`,
  );
  return Number(applied.rows[0]?.newest) === Math.max(...entries.map(({ when }) => when));
}

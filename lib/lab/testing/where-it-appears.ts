import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";

/** How a secret may be written: as it is, encoded for a URL or JSON, in hex, in Base64 at any place of a longer text. */
export function formsOf(secret: string): Map<string, string> {
  const bytes = Buffer.from(secret);
  const forms = new Map([
    ["plain", secret],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
    ["URL", encodeURIComponent(secret)],
    ["form", new URLSearchParams({ s: secret }).toString().slice(2)],
    ["hex", bytes.toString("hex")],
  ]);
  for (const before of [0, 1, 2]) {
    // Base64 takes three bytes at a time; what is around it changes the first and last digits only.
    const inner = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .slice(4, -4);
    forms.set(`Base64 +${before}`, inner);
    forms.set(`Base64url +${before}`, inner.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return forms;
}

/** @returns the forms of the secret that are in the text */
export const whereItAppears = (text: string, secret: string): string[] => {
  const lower = text.toLowerCase();
  return [...formsOf(secret)].flatMap(([form, written]) =>
    text.includes(written) || lower.includes(written.toLowerCase()) ? form : [],
  );
};

/** Every row of every table of every schema, as text; bytes in hex. */
export async function dumpOf(db: Database): Promise<string> {
  const tables = await db.execute<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`);
  const dumps: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await db.execute<{ row: string }>(
      sql`select row_to_json(t)::text as row from ${sql.raw(name)} t`,
    );
    dumps.push(name, ...rows.rows.map(({ row }) => row));
  }
  return dumps.join("\n");
}

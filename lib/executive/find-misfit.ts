import type { Database } from "@/lib/db/connection";
import { type ExecutiveMisfit, siteDatabase } from "@/lib/db/schema";
import { hasThisSchema } from "@/lib/db/schema-version";
import { PRODUCT_VERSION } from "@/lib/product-version";

/**
 * Whether this version of the product may work on the site database: threads of another version could misread what
 * they find, and write what the others misread.
 * @returns null when it may
 */
export async function findMisfit(db: Database): Promise<ExecutiveMisfit | null> {
  const fitsSchema = await hasThisSchema(db);
  // A database older than this table has no version to name.
  const [found] = await db
    .select({ version: siteDatabase.productVersion })
    .from(siteDatabase)
    .catch((error: unknown) => {
      if (fitsSchema) throw error;
      return [];
    });
  const versions = { own: PRODUCT_VERSION, database: found?.version ?? "" };
  if (!fitsSchema) return { code: "schema", ...versions };
  return versions.own === versions.database ? null : { code: "version", ...versions };
}

/** What an executive that hosts nothing says in its output and in smsexec.log. */
export function misfitText({ code, own, database }: ExecutiveMisfit): string {
  const known = database === "" ? "of an unknown version" : `of version ${database}`;
  return code === "version"
    ? `This executive of version ${own} hosts no server: the site database is ${known}. Bring both to the same version.`
    : `This executive of version ${own} hosts no server: the site database (${known}) has another schema. Bring both to the same version.`;
}

import { and, asc, count, desc, eq, ilike, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { siteSystemServers, sites } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readServers } from "./list-sites";
import { type SecondarySitesPage, SITE_SERVER_ROLE, SITE_TYPE } from "./model";
import { siteCodeInput } from "./service-window-input";

const SORT_COLUMNS = {
  siteCode: sites.siteCode,
  name: sites.name,
  version: sites.fullVersion,
  status: sites.status,
} as const;

const PAGE_SIZE_MAX = 500;

/** The sort value and site code of the last row of a page; unreadable ones begin at the start. */
const cursor = z.tuple([z.union([z.string(), z.number()]), z.string()]);

function readCursor(after: string | undefined): z.output<typeof cursor> | null {
  if (after === undefined) return null;
  try {
    return cursor.parse(JSON.parse(after));
  } catch {
    return null;
  }
}

const parent = alias(sites, "parent");

/** Secondary sites by pages: of one parent or all, found by site code, name or server, in any order. */
export const listSecondarySites = defineQuery({
  name: "list-secondary-sites",
  action: "role.view",
  input: z.object({
    parentSiteCode: siteCodeInput.optional(),
    search: z.string().trim().max(100).optional(),
    /** Only those whose version is not their parent's. */
    behind: z.boolean().default(false),
    sort: z.enum(["siteCode", "name", "version", "status"]).default("siteCode"),
    descending: z.boolean().default(false),
    after: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(PAGE_SIZE_MAX).default(100),
  }),
  async run({ db }, { parentSiteCode, search, behind, sort, descending, after, limit }) {
    const matching = and(
      eq(sites.type, SITE_TYPE.secondary),
      parentSiteCode === undefined ? undefined : eq(sites.parentSiteCode, parentSiteCode),
      search
        ? or(
            ilike(sites.siteCode, contains(search)),
            ilike(sites.name, contains(search)),
            inArray(sites.siteCode, sitesOfServers(db, contains(search))),
          )
        : undefined,
      behind ? ne(sites.fullVersion, parent.fullVersion) : undefined,
    );
    const isParent = eq(parent.siteCode, sites.parentSiteCode);
    const column = SORT_COLUMNS[sort];
    const last = readCursor(after);
    const [total] = await db
      .select({ count: count() })
      .from(sites)
      .leftJoin(parent, isParent)
      .where(matching);
    const order = descending ? desc : asc;
    const found = await db
      .select({
        siteCode: sites.siteCode,
        name: sites.name,
        parentSiteCode: sites.parentSiteCode,
        version: sites.version,
        fullVersion: sites.fullVersion,
        status: sites.status,
        behind: sql<boolean>`coalesce(${ne(sites.fullVersion, parent.fullVersion)}, false)`,
      })
      .from(sites)
      .leftJoin(parent, isParent)
      .where(and(matching, last ? beyond(column, last, descending) : undefined))
      .orderBy(order(column), order(sites.siteCode))
      .limit(limit + 1);
    const rows = found.slice(0, limit);
    const end = rows.at(-1);
    const value = end && {
      siteCode: end.siteCode,
      name: end.name,
      version: end.fullVersion,
      status: end.status,
    };
    const next = end && value && found.length > limit ? JSON.stringify([value[sort], end.siteCode]) : null;
    const servers = await readServers(
      db,
      rows.map((row) => row.siteCode),
    );
    const siteServer = (code: string) =>
      servers.get(code)?.find(({ roles }) => roles.includes(SITE_SERVER_ROLE))?.fqdn ?? null;
    return ok({
      rows: rows.map((row) => ({
        ...row,
        parentSiteCode: row.parentSiteCode ?? "",
        siteServer: siteServer(row.siteCode),
      })),
      total: total?.count ?? 0,
      next,
    } satisfies SecondarySitesPage);
  },
});

const sitesOfServers = (db: Database, pattern: string) =>
  db
    .select({ siteCode: siteSystemServers.siteCode })
    .from(siteSystemServers)
    .where(ilike(siteSystemServers.fqdn, pattern));

function beyond(
  column: (typeof SORT_COLUMNS)[keyof typeof SORT_COLUMNS],
  [value, siteCode]: z.output<typeof cursor>,
  descending: boolean,
): SQL {
  const typed = column === sites.status ? sql`${Number(value) || 0}::int` : sql`${String(value)}::text`;
  return descending
    ? sql`(${column}, ${sites.siteCode}) < (${typed}, ${siteCode})`
    : sql`(${column}, ${sites.siteCode}) > (${typed}, ${siteCode})`;
}

/** What a person typed, taken literally. */
const contains = (search: string): string => `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;

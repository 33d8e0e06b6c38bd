import { sql } from "drizzle-orm";
import { z } from "zod";
import { sites } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";

export interface SiteVersion {
  siteCode: string;
  /** Of the release, e.g. 1906; a hotfix does not change it. */
  version: string;
  fullVersion: string;
}

/** Which versions the sites of the hierarchy run. */
export interface SiteVersions {
  /** Of the top-level site. */
  topLevel: SiteVersion | null;
  /** Child primaries whose version is not the top-level site's, by site code. */
  primariesBehind: SiteVersion[];
  /** Secondary sites whose version is not their parent's; they are updated by hand (reference/updates.md §12). */
  secondariesBehind: number;
  secondaries: number;
}

/** A hierarchy with sites left behind is in mixed-version mode (reference/updates.md §20). */
export const getSiteVersions = defineQuery({
  name: "get-site-versions",
  action: "updates.view",
  input: z.object({}).optional(),
  async run({ db }) {
    const primaries = await db
      .select({
        siteCode: sites.siteCode,
        parentSiteCode: sites.parentSiteCode,
        version: sites.version,
        fullVersion: sites.fullVersion,
      })
      .from(sites)
      .where(sql`${sites.type} <> 1`)
      .orderBy(sites.siteCode);
    // Counted by the database: a hierarchy may have thousands.
    const [secondary] = await db
      .select({
        all: sql<number>`count(*)::int`,
        behind: sql<number>`count(*) filter (where ${sites.fullVersion} <> parent.full_version)::int`,
      })
      .from(sites)
      .leftJoin(sql`${sites} as parent`, sql`parent.site_code = ${sites.parentSiteCode}`)
      .where(sql`${sites.type} = 1`);
    const top = primaries.find((site) => site.parentSiteCode === null) ?? null;
    return ok({
      topLevel: top && { siteCode: top.siteCode, version: top.version, fullVersion: top.fullVersion },
      primariesBehind: primaries
        .filter((site) => top && site.fullVersion !== top.fullVersion)
        .map(({ siteCode, version, fullVersion }) => ({ siteCode, version, fullVersion })),
      secondaries: secondary?.all ?? 0,
      secondariesBehind: secondary?.behind ?? 0,
    } satisfies SiteVersions);
  },
});

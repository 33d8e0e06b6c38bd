import { and, desc, eq, gte, like, lt, lte, sql } from "drizzle-orm";
import { z } from "zod";
import { updatePackageLogLines } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { UpdateLogLine } from "./model";
import { packageInput } from "./package-input";

const PAGE_LINES = 500;

/**
 * Log lines that name a package, newest page first, filtered where they lie: by file, site, time and severity.
 * Pages go by key, so that the tenth costs what the first does, and new lines do not move them.
 */
export const listUpdateLogLines = defineQuery({
  name: "list-update-log-lines",
  action: "updates.view",
  input: packageInput.extend({
    file: z.string().max(100).optional(),
    site: z.string().max(3).optional(),
    from: z.coerce.date().optional(),
    to: z.coerce.date().optional(),
    leastSeverity: z.int().min(1).max(3).default(1),
    search: z.string().trim().max(200).optional(),
    /** The id of the oldest line already known; the page ends before it. */
    before: z.int().positive().optional(),
    /** How many lines a page has. */
    limit: z.int().min(1).max(PAGE_LINES).default(PAGE_LINES),
  }),
  async run({ db }, { packageGuid, file, site, from, to, leastSeverity, search, before, limit }) {
    const t = updatePackageLogLines;
    const ofPackage = eq(t.packageGuid, packageGuid);
    const rows = await db
      .select({
        id: t.id,
        time: t.time,
        siteCode: t.siteCode,
        logFile: t.logFile,
        component: t.component,
        severity: t.severity,
        message: t.message,
      })
      .from(t)
      .where(
        and(
          ofPackage,
          file ? sql`lower(${t.logFile}) = lower(${file})` : undefined,
          site ? eq(t.siteCode, site) : undefined,
          from ? gte(t.time, from) : undefined,
          to ? lte(t.time, to) : undefined,
          gte(t.severity, leastSeverity),
          search ? like(sql`lower(${t.message})`, `%${escapeLike(search.toLowerCase())}%`) : undefined,
          before ? lt(t.id, before) : undefined,
        ),
      )
      .orderBy(desc(t.id))
      .limit(limit + 1);
    const sources = await db
      .selectDistinct({ logFile: t.logFile, siteCode: t.siteCode })
      .from(t)
      .where(ofPackage);
    const page = rows.slice(0, limit);
    return ok({
      /** Newest last, as a log reads. */
      lines: page.toReversed().map((line) => ({ ...line, severity: toSeverity(line.severity) })),
      /** `before` of the next older page; null when this is the oldest. */
      older: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      /** What there is to choose from, whatever is filtered now. */
      files: [...new Set(sources.map(({ logFile }) => logFile))].sort(),
      sites: [...new Set(sources.map(({ siteCode }) => siteCode))].filter((code) => code !== "").sort(),
    });
  },
});

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);

const toSeverity = (severity: number): UpdateLogLine["severity"] =>
  severity === 2 || severity === 3 ? severity : 1;

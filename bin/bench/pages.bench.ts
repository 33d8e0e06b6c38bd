import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { desc } from "drizzle-orm";
import { systemClock } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import { type Database, openDatabase } from "@/lib/db/connection";
import { ensureDatabase, freePort, startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { migrateDatabase } from "@/lib/db/migrate";
import { updatePackages, usageDataRuns } from "@/lib/db/schema";
import { getSite } from "@/lib/hierarchy/get-site";
import { listSecondarySites } from "@/lib/hierarchy/list-secondary-sites";
import { listSites } from "@/lib/hierarchy/list-sites";
import { listStatusMessages } from "@/lib/status/list-status-messages";
import { LARGE_HIERARCHY, seedLargeHierarchy } from "@/lib/testing/large-hierarchy";
import { createUsageDataRun } from "@/lib/testing/usage-data";
import { getUpdate } from "@/lib/updates/get-update";
import { readHierarchyFacts } from "@/lib/updates/judge-packages";
import { listUpdates } from "@/lib/updates/list-updates";
import { getUpdateServicing } from "@/lib/updates/servicing/get-update-servicing";
import { compareUsageDataRuns } from "@/lib/usage-data/compare-usage-data-runs";
import { listUsageDataRuns } from "@/lib/usage-data/list-usage-data-runs";
import type { BenchResult } from "./model";
import { median, withScratchFolder } from "./support/scratch";

export const name = "pages";

const ROUNDS = 15;
/** A page's data that takes longer is felt. */
const GOAL_MS = 250;

/** What each page asks of the database. */
const PAGES: Record<string, (ctx: Ctx, packageGuid: string) => Promise<unknown>> = {
  "Updates and Servicing": (ctx) => listUpdates(ctx, {}),
  "an update": (ctx, packageGuid) => getUpdate(ctx, { packageGuid }),
  "an update's servicing": (ctx, packageGuid) => getUpdateServicing(ctx, { packageGuid }),
  sites: (ctx) => listSites(ctx, {}),
  "secondary sites, searched": (ctx) => listSecondarySites(ctx, { search: "12" }),
  "a site": (ctx) => getSite(ctx, { siteCode: "CAS" }),
  "status messages": (ctx) => listStatusMessages(ctx, {}),
  "usage data, a year of collections": (ctx) => listUsageDataRuns(ctx, {}),
  "usage data, difference of two documents": compareNewest,
  "facts of the applicability rules": (ctx) => readHierarchyFacts(ctx.db),
};

/** The queries of each page in the largest hierarchy, beside the same in a small one on the same server. */
export async function run(): Promise<BenchResult[]> {
  return withScratchFolder(async (scratch) => {
    const dataDir = path.join(scratch, "postgres");
    await mkdir(dataDir);
    const server = await startEmbeddedPostgres({ dataDir, port: await freePort(), throwaway: true });
    try {
      const large = await ensureDatabase(server, "large");
      const small = await ensureDatabase(server, "small");
      await migrateDatabase(large);
      await migrateDatabase(small);
      return await compare(large, small);
    } finally {
      await server.stop();
    }
  });
}

async function compare(largeUrl: string, smallUrl: string): Promise<BenchResult[]> {
  const large = openDatabase(largeUrl, 2);
  const small = openDatabase(smallUrl, 2);
  try {
    await seedLargeHierarchy(large.db);
    await seedCollections(large.db, { weeks: 52, sites: 6_275, objects: 2_000 });
    await seedLargeHierarchy(small.db, { primaries: 2, secondaries: 1, packages: 6, years: 1 });
    await seedCollections(small.db, { weeks: 4, sites: 4, objects: 400 });
    const results: BenchResult[] = [];
    for (const [page, ask] of Object.entries(PAGES)) {
      const peerValue = await measure(small.db, ask);
      const value = await measure(large.db, ask);
      results.push({
        name: `${page}: ${LARGE_HIERARCHY.secondaries} secondary sites, ${LARGE_HIERARCHY.packages} packages`,
        value,
        unit: "ms",
        peer: "the small hierarchy",
        peerValue,
        ratio: value / peerValue,
        goal: `< ${GOAL_MS} ms`,
        met: value < GOAL_MS,
      });
    }
    return results;
  } finally {
    await large.close();
    await small.close();
  }
}

async function measure(
  db: Database,
  ask: (ctx: Ctx, packageGuid: string) => Promise<unknown>,
): Promise<number> {
  const [pack] = await db.select({ guid: updatePackages.packageGuid }).from(updatePackages).limit(1);
  const ctx: Ctx = {
    db,
    clock: systemClock,
    actor: { kind: "command-line", osUser: "bench" },
    correlationId: "00000000-0000-4000-8000-000000000000",
  };
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    const answer = await ask(ctx, pack?.guid ?? "");
    times.push(performance.now() - startedAt);
    if (answer !== null && typeof answer === "object" && "ok" in answer && answer.ok !== true)
      throw new Error(`a page's query failed: ${JSON.stringify(answer)}`);
  }
  return median(times);
}

interface Collections {
  weeks: number;
  /** Rows of the item about sites. */
  sites: number;
  /** Hashes of the item about the database schema. */
  objects: number;
}

/** A collection for each week; from one to the next every site and one object in ten differ. */
async function seedCollections(db: Database, { weeks, sites, objects }: Collections): Promise<void> {
  const hash = (text: string) => createHash("sha256").update(text).digest("base64");
  const others = Array.from({ length: 250 }, (_, number) => `E-APP-${number}`);
  for (let week = 0; week < weeks; week++) {
    await createUsageDataRun(db, {
      at: new Date(Date.UTC(2019, 0, 1 + 7 * week)),
      upload: "accepted",
      items: [
        { id: "B-03", level: 1, value: rows(sites, (n) => ({ site: hash(`site ${n}`), clients: n + week })) },
        {
          id: "B-09",
          level: 1,
          value: rows(objects, (n) => ({
            name: hash(`object ${n}`),
            definition: hash(`${n} ${n % 10 === 0 ? week : 0}`),
          })),
        },
        ...others.map((id) => ({ id, level: 2 as const, absent: "feature-absent" })),
      ],
    });
  }
}

const rows = <T>(count: number, row: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => row(n));

async function compareNewest(ctx: Ctx): Promise<unknown> {
  const [after, before] = await ctx.db
    .select({ runId: usageDataRuns.runId })
    .from(usageDataRuns)
    .orderBy(desc(usageDataRuns.requestedAt))
    .limit(2);
  return compareUsageDataRuns(ctx, { before: before?.runId, after: after?.runId });
}

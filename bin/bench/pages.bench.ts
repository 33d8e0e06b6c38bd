import { mkdir } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "@/lib/clock";
import type { Ctx } from "@/lib/context";
import { type Database, openDatabase } from "@/lib/db/connection";
import { ensureDatabase, freePort, startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { migrateDatabase } from "@/lib/db/migrate";
import { updatePackages } from "@/lib/db/schema";
import { getSite } from "@/lib/hierarchy/get-site";
import { listSecondarySites } from "@/lib/hierarchy/list-secondary-sites";
import { listSites } from "@/lib/hierarchy/list-sites";
import { listStatusMessages } from "@/lib/status/list-status-messages";
import { LARGE_HIERARCHY, seedLargeHierarchy } from "@/lib/testing/large-hierarchy";
import { getUpdate } from "@/lib/updates/get-update";
import { readHierarchyFacts } from "@/lib/updates/judge-packages";
import { listUpdates } from "@/lib/updates/list-updates";
import { getUpdateServicing } from "@/lib/updates/servicing/get-update-servicing";
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
    await seedLargeHierarchy(small.db, { primaries: 2, secondaries: 1, packages: 6, years: 1 });
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

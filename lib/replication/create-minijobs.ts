import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { contentDistributions, easySetupVersions, sites } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { changeDistribution, publishReplication, transferRoot } from "./distribution";

/** Gives each child site that waits for content stored here its minijob (reference/updates.md §4.1 step 5). */
export async function createMinijobs(thread: ThreadContext): Promise<void> {
  const { db, siteCode, clock } = thread;
  const here = alias(contentDistributions, "here");
  const waiting = await db
    .select({
      packageId: contentDistributions.packageId,
      version: contentDistributions.version,
      siteCode: contentDistributions.siteCode,
      packageGuid: easySetupVersions.packageGuid,
    })
    .from(contentDistributions)
    .innerJoin(sites, eq(sites.siteCode, contentDistributions.siteCode))
    .innerJoin(
      here,
      and(eq(here.packageId, contentDistributions.packageId), eq(here.version, contentDistributions.version)),
    )
    .innerJoin(
      easySetupVersions,
      and(
        eq(easySetupVersions.packageId, contentDistributions.packageId),
        eq(easySetupVersions.version, contentDistributions.version),
      ),
    )
    .where(
      and(
        eq(sites.parentSiteCode, siteCode),
        eq(here.siteCode, siteCode),
        eq(here.state, "stored"),
        eq(contentDistributions.state, "pending"),
        isNull(contentDistributions.jobId),
      ),
    )
    .orderBy(contentDistributions.version, contentDistributions.siteCode);
  const announced = new Set<string>();
  for (const { packageGuid, ...key } of waiting) {
    const root = transferRoot(key.packageId, key.version);
    const about = { packageGuid };
    if (!announced.has(root)) thread.log.info(`Setting CMiniJob transfer root to ${root}`, about);
    announced.add(root);
    const created = await asOwner(thread, async (tx) => {
      const job = { jobId: randomBytes(4).toString("hex").toUpperCase(), updatedAt: clock.now() };
      if (!(await changeDistribution(tx, key, ["pending"], job))) return false;
      await publishReplication(tx, packageGuid);
      return true;
    });
    if (!created) continue;
    thread.log.info(
      `Created minijob to send compressed copy of package ${key.packageId} to site ${key.siteCode}. Transfer root = ${root}`,
      about,
    );
  }
}

import { and, eq, isNull, notInArray } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { sites, updatePackageRuns, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { beginReplication } from "../updates/easy-setup/begin-replication";
import { readSourceFiles } from "../updates/easy-setup/prepare-easy-setup-package";
import { createVersion } from "../updates/easy-setup/versions";
import { UPDATE_STATE } from "../updates/state-machine";
import { packageSiteInput } from "./package-site-input";
import { retryFailedSites } from "./retry-failed-sites";

const { CONTENT_REPLICATING, CONTENT_REPLICATION_SUCCESS, CONTENT_REPLICATION_FAILED } = UPDATE_STATE;
const SECONDARY = 1;

/**
 * **Retry** of a replication, at one failed site or at all. `force` is the product's `RetryContentReplication` with
 * `ForceRetry` 1: the source is copied anew, the version rises, all sites get it again (reference/updates.md §9.1).
 */
export const retryReplication = defineCommand({
  name: "retry-replication",
  action: "updates.retry",
  input: packageSiteInput.extend({ force: z.boolean().default(false) }),
  async run({ db, clock }, { packageGuid, siteCode, force }) {
    const [pack] = await db
      .select({ name: updatePackages.name, prereqFlag: updatePackages.prereqFlag })
      .from(updatePackages)
      .where(eq(updatePackages.packageGuid, packageGuid))
      .for("update");
    if (!pack) return fail("update-not-found");
    const at = clock.now();
    if (!force) {
      const siteCodes = await retryFailedSites(db, { packageGuid, siteCode, at });
      return siteCodes.length === 0
        ? fail("replication-not-failed")
        : ok({ packageGuid, name: pack.name, siteCodes });
    }
    if (siteCode) return fail("force-concerns-all-sites", { field: "siteCode" });
    if (!(await isReplicating(db, packageGuid))) return fail("replication-not-in-progress");
    const files = await readSourceFiles(db, packageGuid);
    if (!files) return fail("source-incomplete");
    const topLevelSite = await topLevelSiteCode(db);
    const version = await createVersion(db, { packageGuid, topLevelSite, files, at });
    await beginReplication(db, { version, prereqFlag: pack.prereqFlag, at });
    return ok({ packageGuid, name: pack.name, siteCodes: [] });
  },
  audit: ({ packageGuid, force }, { name, siteCodes }) => ({
    messageId: 60014,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, force ? "ForceRetry" : siteCodes.join(", ")],
  }),
});

/** The run goes on, and no site is further than the replication: nobody uses the content yet. */
async function isReplicating(tx: Database, packageGuid: string): Promise<boolean> {
  const [run] = await tx
    .select({ id: updatePackageRuns.id })
    .from(updatePackageRuns)
    .where(and(eq(updatePackageRuns.packageGuid, packageGuid), isNull(updatePackageRuns.finishedAt)));
  const [further] = await tx
    .select({ siteCode: updatePackageSiteStatus.siteCode })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .where(
      and(
        eq(updatePackageSiteStatus.packageGuid, packageGuid),
        notInArray(sites.type, [SECONDARY]),
        notInArray(updatePackageSiteStatus.state, [
          CONTENT_REPLICATING,
          CONTENT_REPLICATION_SUCCESS,
          CONTENT_REPLICATION_FAILED,
        ]),
      ),
    )
    .limit(1);
  return run !== undefined && further === undefined;
}

async function topLevelSiteCode(tx: Database): Promise<string> {
  const [site] = await tx
    .select({ siteCode: sites.siteCode })
    .from(sites)
    .where(isNull(sites.parentSiteCode));
  if (!site) throw new Error("no top-level site");
  return site.siteCode;
}

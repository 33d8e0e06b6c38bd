import { eq } from "drizzle-orm";
import { actorName } from "@/lib/context";
import { updatePackageRuns, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { recordEvent } from "../move-state";
import { packageInput } from "../package-input";
import { decide } from "./decide";
import { PREREQ_FLAG } from "./model";
import { readOpenRun } from "./run";
import { lockPackage, readSiteFacts } from "./site-facts";
import { isPrereqOnly } from "./start-servicing";

/**
 * **Ignore prerequisite warnings**: possible only while a package is stopped because of warnings, and then the
 * installation goes on by itself (reference/updates.md §10).
 */
export const ignorePrerequisiteWarnings = defineCommand({
  name: "ignore-prerequisite-warnings",
  action: "updates.retry",
  input: packageInput,
  async run(ctx, { packageGuid }) {
    const { db } = ctx;
    const pack = await lockPackage(db, packageGuid);
    if (!pack) return fail("update-not-found");
    const run = await readOpenRun(db);
    if (run?.packageGuid !== packageGuid || isPrereqOnly(run.prereqFlag))
      return fail("not-stopped-by-warnings");
    const decision = decide({ prereqOnly: false, sites: await readSiteFacts(db, packageGuid) });
    if (decision.kind !== "stopped-by-warnings") return fail("not-stopped-by-warnings");

    const prereqFlag = PREREQ_FLAG.continueOnWarning;
    await db.update(updatePackageRuns).set({ prereqFlag }).where(eq(updatePackageRuns.id, run.id));
    await db.update(updatePackages).set({ prereqFlag }).where(eq(updatePackages.packageGuid, packageGuid));
    await db
      .update(updatePackageSiteStatus)
      .set({ prereqFlag })
      .where(eq(updatePackageSiteStatus.packageGuid, packageGuid));
    const actor = actorName(ctx.actor);
    await recordEvent(db, { packageGuid, time: ctx.clock.now(), code: "warnings-ignored", actor });
    return ok({ packageGuid, name: pack.name, sites: decision.sites });
  },
  audit: ({ packageGuid }, { name, sites }) => ({
    messageId: 60014,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, "ignore-warnings", "hierarchy", sites.join(" ")],
  }),
});

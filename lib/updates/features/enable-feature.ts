import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { hierarchySettings, updateFeatures } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { findTopLevelSite } from "../servicing/start-servicing";
import { FEATURE_TYPE, featureTypeIn, findFeature } from "./feature-catalogue";

/**
 * **Turn on**: asks SMS_HIERARCHY_MANAGER of the top-level site to turn a feature on, which is the only place where
 * that is possible. What is on stays on (reference/updates.md §15).
 */
export const enableFeature = defineCommand({
  name: "enable-feature",
  action: "features.enable",
  input: z.object({ featureGuid: z.guid().toLowerCase() }),
  async run({ db, clock, actor }, { featureGuid }) {
    const feature = findFeature(featureGuid);
    if (!feature) return fail("feature-not-found");
    const site = await findTopLevelSite(db);
    const type = site ? featureTypeIn(feature, site.version) : null;
    if (type === null) return fail("feature-not-offered");
    const [settings] = await db.select().from(hierarchySettings);
    if (type === FEATURE_TYPE.preRelease && !settings?.preReleaseConsentAt) {
      return fail("pre-release-consent-missing");
    }
    // The row first, so that the second of two administrators waits for the first.
    await db.insert(updateFeatures).values({ featureGuid }).onConflictDoNothing();
    const [row] = await db
      .select()
      .from(updateFeatures)
      .where(eq(updateFeatures.featureGuid, featureGuid))
      .for("update");
    if (row?.status === 1) return fail("feature-already-on");
    if (row?.requestedAt && row.waitsForPackageGuid === null) return fail("feature-already-requested");
    await db
      .update(updateFeatures)
      .set({ requestedAt: clock.now(), requestedBy: actorName(actor), waitsForPackageGuid: null })
      .where(eq(updateFeatures.featureGuid, featureGuid));
    await publish(db, { topic: "features", key: featureGuid });
    return ok({ featureGuid, name: feature.name });
  },
  audit: ({ featureGuid }, { name }) => ({
    messageId: 60015,
    objectType: "feature",
    objectId: featureGuid,
    strings: [featureGuid, name],
  }),
});

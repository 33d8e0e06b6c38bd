import { inArray } from "drizzle-orm";
import { actorName, type Ctx } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { hierarchySettings, updateFeatures } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { manifestEntrySchema } from "../manifest";
import { FEATURE_TYPE, featureTypeIn, findFeature } from "./feature-catalogue";

export type FeatureRefusal = "feature-not-found" | "feature-not-offered" | "pre-release-consent-missing";

/** The YYMM a hierarchy is at when it has the package; null when the package does not say it. */
export function versionOf(pack: { manifestEntry: unknown }): string | null {
  const entry = manifestEntrySchema.safeParse(pack.manifestEntry);
  return entry.success ? entry.data.version : null;
}

/**
 * Writes down which features an update is to turn on; they wait until all sites have it (reference/updates.md §15).
 * @returns the GUIDs that were not on already
 */
export async function askForFeatures(
  ctx: Ctx,
  pack: { packageGuid: string; manifestEntry: unknown },
  features: readonly string[],
): Promise<Result<string[], FeatureRefusal>> {
  const wanted = [...new Set(features)];
  if (wanted.length === 0) return ok([]);
  const refusal = await whyNotOffered(ctx, versionOf(pack), wanted);
  if (refusal) return refusal;
  const known = await ctx.db
    .select({ featureGuid: updateFeatures.featureGuid, status: updateFeatures.status })
    .from(updateFeatures)
    .where(inArray(updateFeatures.featureGuid, wanted));
  const on = new Set(known.filter(({ status }) => status === 1).map(({ featureGuid }) => featureGuid));
  const asked = wanted.filter((featureGuid) => !on.has(featureGuid));
  const request = {
    requestedAt: ctx.clock.now(),
    requestedBy: actorName(ctx.actor),
    waitsForPackageGuid: pack.packageGuid,
  };
  for (const featureGuid of asked) {
    await ctx.db
      .insert(updateFeatures)
      .values({ featureGuid, ...request })
      .onConflictDoUpdate({ target: updateFeatures.featureGuid, set: request });
  }
  await publish(ctx.db, { topic: "features", key: pack.packageGuid });
  return ok(asked);
}

async function whyNotOffered(ctx: Ctx, version: string | null, wanted: readonly string[]) {
  const [settings] = await ctx.db
    .select({ consentAt: hierarchySettings.preReleaseConsentAt })
    .from(hierarchySettings);
  for (const featureGuid of wanted) {
    const feature = findFeature(featureGuid);
    const detail = { field: "features", params: { featureGuid } };
    if (!feature) return fail("feature-not-found", detail);
    const type = version === null ? null : featureTypeIn(feature, version);
    if (type === null) return fail("feature-not-offered", detail);
    if (type === FEATURE_TYPE.preRelease && !settings?.consentAt) {
      return fail("pre-release-consent-missing", detail);
    }
  }
  return null;
}

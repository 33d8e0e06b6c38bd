import { inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { hierarchySettings, updateFeatures, updatePackages } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { findTopLevelSite } from "../servicing/start-servicing";
import { FEATURE_TYPE, FEATURES, featureTypeIn } from "./feature-catalogue";

export interface FeatureRow {
  featureGuid: string;
  /** Its words are in the messages under `features.features`. */
  name: string;
  isPreRelease: boolean;
  /** YYMM of the first version that has it in this form; null where it was always there. */
  since: string | null;
  isOn: boolean;
  enabledAt: Date | null;
  /** Asked for, and not yet processed by SMS_HIERARCHY_MANAGER. */
  requestedAt: Date | null;
  requestedBy: string | null;
  /** Chosen with this update: waits until all sites have it. */
  waitsFor: { packageGuid: string; name: string } | null;
}

export interface FeatureList {
  /** Version of the top-level site, YYMM; null while no site is known. */
  version: string | null;
  consentAt: Date | null;
  consentBy: string | null;
  features: FeatureRow[];
}

/** The node *Features*: what the version of the top-level site has to be turned on (reference/updates.md §15). */
export const listFeatures = defineQuery({
  name: "list-features",
  action: "features.view",
  input: z.object({}),
  async run({ db }) {
    const site = await findTopLevelSite(db);
    const [settings] = await db
      .select({ at: hierarchySettings.preReleaseConsentAt, by: hierarchySettings.preReleaseConsentBy })
      .from(hierarchySettings);
    return ok<FeatureList>({
      version: site?.version ?? null,
      consentAt: settings?.at ?? null,
      consentBy: settings?.by ?? null,
      features: site ? await readFeatures(db, site.version) : [],
    });
  },
});

/** The features that a hierarchy of `version` (YYMM) lists, and those that are on already. */
export async function readFeatures(db: Database, version: string): Promise<FeatureRow[]> {
  const rows = new Map((await db.select().from(updateFeatures)).map((row) => [row.featureGuid, row]));
  const packages = await namesOf(
    db,
    [...rows.values()].flatMap((row) => row.waitsForPackageGuid ?? []),
  );
  return FEATURES.flatMap((feature): FeatureRow[] => {
    const type = featureTypeIn(feature, version);
    const row = rows.get(feature.featureGuid);
    // What was turned on stays in sight, also after the hierarchy has outgrown the question.
    if (type === null && row?.status !== 1) return [];
    const isPreRelease = type === FEATURE_TYPE.preRelease;
    const waitsFor = row?.waitsForPackageGuid ? packages.get(row.waitsForPackageGuid) : null;
    return [
      {
        featureGuid: feature.featureGuid,
        name: feature.name,
        isPreRelease,
        since: isPreRelease ? feature.preReleaseSince : feature.releaseSince,
        isOn: row?.status === 1,
        enabledAt: row?.enabledAt ?? null,
        requestedAt: row?.status === 1 ? null : (row?.requestedAt ?? null),
        requestedBy: row?.requestedBy ?? null,
        waitsFor: row?.status === 1 ? null : (waitsFor ?? null),
      },
    ];
  });
}

async function namesOf(db: Database, guids: readonly string[]) {
  if (guids.length === 0) return new Map<string, { packageGuid: string; name: string }>();
  const found = await db
    .select({ packageGuid: updatePackages.packageGuid, name: updatePackages.name })
    .from(updatePackages)
    .where(inArray(updatePackages.packageGuid, [...new Set(guids)]));
  return new Map(found.map((pack) => [pack.packageGuid, pack]));
}

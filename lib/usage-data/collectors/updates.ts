import { sql } from "drizzle-orm";
import { z } from "zod";
import { readHierarchySettings } from "@/lib/hierarchy/hierarchy-settings";
import { FEATURE_TYPE, featureTypeIn, findFeature } from "@/lib/updates/features/feature-catalogue";
import { PREREQ_RULES } from "@/lib/updates/prerequisites/rules";
import { UPDATE_STATE, type UpdateStateName, updateStateName } from "@/lib/updates/state-machine";
import { codeHistogram, codeWord, count, histogramOf, percent, version } from "../values";
import type { Collector } from "./model";
import { oneRow } from "./sql-values";

export const preReleaseUse: Collector = {
  id: "B-21",
  schema: z.strictObject({
    branch: z.literal("current"),
    preReleaseConsent: z.boolean(),
    preReleaseFeaturesOn: count,
  }),
  async collect({ db, topLevelSite }) {
    const { rows } = await db.execute<{ guid: string }>(
      sql`select feature_guid as guid from update_features where status = 1`,
    );
    const isPreRelease = ({ guid }: { guid: string }): boolean => {
      const feature = findFeature(guid);
      return feature !== null && featureTypeIn(feature, topLevelSite.version) === FEATURE_TYPE.preRelease;
    };
    return {
      branch: "current",
      preReleaseConsent: (await readHierarchySettings(db)).preReleaseConsentAt !== null,
      preReleaseFeaturesOn: rows.filter(isPreRelease).length,
    };
  },
};

export const softwareAssurance: Collector = {
  id: "B-22",
  schema: z.strictObject({ expires: z.iso.date().nullable() }),
  collect: async ({ db }) => ({ expires: (await readHierarchySettings(db)).softwareAssuranceExpiration }),
};

const STATE_NAMES = Object.keys(UPDATE_STATE) as UpdateStateName[];
const DOWNLOAD_PHASES = [
  "queued",
  "downloading",
  "waiting",
  "verifying",
  "paused",
  "canceled",
  "done",
  "failed",
  "removing",
] as const;
const RULE_NAMES = PREREQ_RULES.map(({ name }) => name);

const packageValue = z.strictObject({
  packageGuid: z.guid(),
  fullVersion: version,
  state: z.enum([...STATE_NAMES, "other"]),
  source: z.enum(["catalogue", "out-of-band"]),
  /** Null: it was never downloaded. */
  downloadPhase: z.enum(DOWNLOAD_PHASES).nullable(),
  downloadPercent: percent.nullable(),
  downloadAttempts: count,
  downloadError: codeWord.nullable(),
  /** Numbers of sites. */
  siteStates: histogramOf([...STATE_NAMES, "other"]),
  siteErrors: codeHistogram,
  /** How many sites a rule of the prerequisite check warned at, or failed at. */
  prerequisites: z.partialRecord(
    z.enum([...RULE_NAMES, "other"]),
    z.strictObject({ warning: count, error: count }),
  ),
});

export const updatePackages: Collector = {
  id: "B-23",
  schema: z.strictObject({ packages: z.array(packageValue) }),
  async collect({ db }) {
    const { rows } = await db.execute<PackageRow>(sql`
      with sites as (
        select package_guid, json_object_agg(state, n) as states from (
          select package_guid, state, count(*)::int as n from update_package_site_status group by 1, 2) counted
         group by 1
      ), errors as (
        select package_guid, json_object_agg(error_code, n) as errors from (
          select package_guid, error_code, count(*)::int as n from update_package_site_status
           where error_code is not null group by 1, 2) counted group by 1
      ), rules as (
        select package_guid, json_object_agg(rule, json_build_object('warning', warning, 'error', error)) as rules
          from (select s.package_guid, case when q.rule in ${RULE_NAMES} then q.rule else 'other' end as rule,
                       count(*) filter (where q.result = 'warning')::int as warning,
                       count(*) filter (where q.result = 'error')::int as error
                  from update_package_prereq_status q join update_package_site_status s
                    using (package_guid, site_code, site_install_id)
                 where q.result <> 'passed' group by 1, 2) counted group by 1
      )
      select p.package_guid as "packageGuid", p.full_version as "fullVersion", p.state, p.source,
             d.phase as "downloadPhase",
             case when d.package_guid is not null then
               coalesce(round(100.0 * least(d.bytes_done, p.total_bytes) / nullif(p.total_bytes, 0), 1), 100)::float8
             end as "downloadPercent",
             coalesce(d.attempts, 0) as "downloadAttempts", d.error_code as "downloadError",
             coalesce(sites.states, '{}') as "siteStates", coalesce(errors.errors, '{}') as "siteErrors",
             coalesce(rules.rules, '{}') as prerequisites
        from update_packages p left join update_downloads d using (package_guid)
        left join sites using (package_guid) left join errors using (package_guid)
        left join rules using (package_guid)
       order by p.package_guid`);
    return {
      packages: rows.map((row) => ({
        ...row,
        state: updateStateName(row.state) ?? "other",
        siteStates: namedStates(row.siteStates),
      })),
    };
  },
};

interface PackageRow extends Record<string, unknown> {
  packageGuid: string;
  fullVersion: string;
  state: number;
  source: "catalogue" | "out-of-band";
  downloadPhase: (typeof DOWNLOAD_PHASES)[number] | null;
  downloadPercent: number | null;
  downloadAttempts: number;
  downloadError: string | null;
  /** By the numbers of the states. */
  siteStates: Record<string, number>;
  siteErrors: Record<string, number>;
  prerequisites: Record<string, { warning: number; error: number }>;
}

function namedStates(numbers: Record<string, number>): Partial<Record<UpdateStateName | "other", number>> {
  const named: Partial<Record<UpdateStateName | "other", number>> = {};
  for (const [state, sites] of Object.entries(numbers)) {
    const name = updateStateName(Number(state)) ?? "other";
    named[name] = (named[name] ?? 0) + sites;
  }
  return named;
}

/** `UpdateType` of a hotfix (reference/updates.md §9.1). */
const HOTFIX = 2;

export const hotfixes: Collector = {
  id: "E-UPD-01",
  schema: z.strictObject({ hotfixes: z.array(version) }),
  collect: ({ db }) =>
    oneRow(
      db,
      sql`select coalesce(json_agg(full_version order by full_version), '[]') as hotfixes from update_packages
           where update_type = ${HOTFIX} and installed_at is not null`,
    ),
};

export const clientUpgrade: Collector = {
  id: "E-CLI-05",
  schema: z.strictObject({
    piloting: z.boolean(),
    productionVersion: version.nullable(),
    preProductionVersion: version.nullable(),
    promoted: z.boolean(),
    extendedInteroperabilityClients: count,
  }),
  async collect({ db }) {
    const settings = await readHierarchySettings(db);
    const { excluded } = await oneRow<{ excluded: number }>(
      db,
      sql`select coalesce(sum(clients) filter (where extended_interoperability), 0)::int as excluded
            from client_summary`,
    );
    return {
      piloting: settings.preProductionUpgrade,
      productionVersion: settings.productionClientVersion,
      preProductionVersion: settings.preProductionClientVersion,
      promoted: settings.clientPromotedAt !== null,
      extendedInteroperabilityClients: excluded,
    };
  },
};

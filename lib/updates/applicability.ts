import type { ApplicabilityReason } from "@/lib/db/schema";
import type { KnownRelevance } from "@/lib/usage-data/read-relevance";
import { compareCmVersions } from "./cm-version";
import { earlyUpdateRingFact, type ManifestEntry } from "./manifest";
import { UPDATE_STATE, type UpdateStateName } from "./state-machine";

/** What the rules look at: the hierarchy as it is and the other packages of the catalogue. */
export interface HierarchyFacts {
  topLevelSite: { siteCode: string; fullVersion: string; configuration: Record<string, boolean> };
  /** The sites, or one of each version with how many have it. */
  sites: { siteCode: string; fullVersion: string; count?: number }[];
  packages: (PackageFacts & { source: "catalogue" | "out-of-band" })[];
  /** Null where the cloud takes no usage data. */
  relevance: KnownRelevance | null;
}

export interface PackageFacts {
  packageGuid: string;
  name: string;
  state: number;
  supersedes: readonly string[];
  /** Null while it is in the catalogue. */
  withdrawnAt: Date | null;
}

type Verdict = Omit<ApplicabilityReason, "rule">;

interface Rule {
  /** Where a package goes that fails: out of the list because nobody needs it, or because it does not fit. */
  otherwise: "APPLICABILITY_HIDE" | "APPLICABILITY_NA";
  /** Null when the rule has nothing to say about this package. */
  judge(entry: ManifestEntry, facts: HierarchyFacts): Verdict | null;
}

/**
 * The applicability rules of reference/updates.md §2, that the publisher still offers the package, and that the cloud
 * holds it relevant for this infrastructure, in the order they are shown. Each says why, also when it passes; the sentences are in the messages under `updates.reasons`.
 */
export const APPLICABILITY_RULES = {
  published: {
    otherwise: "APPLICABILITY_NA",
    judge: (entry, { packages }) => ({
      passed: !packages.some((p) => p.packageGuid === entry.packageGuid && p.withdrawnAt !== null),
      params: {},
    }),
  },
  "newer-than-installed": {
    otherwise: "APPLICABILITY_HIDE",
    judge: (entry, { topLevelSite }) => ({
      passed: compareCmVersions(entry.fullVersion, topLevelSite.fullVersion) > 0,
      params: {
        fullVersion: entry.fullVersion,
        installed: topLevelSite.fullVersion,
        site: topLevelSite.siteCode,
      },
    }),
  },
  "not-superseded": {
    otherwise: "APPLICABILITY_HIDE",
    judge(entry, { packages }): Verdict {
      const by = installedSuccessor(entry.packageGuid, packages);
      if (by === null) return { passed: true, params: {} };
      return { passed: false, params: { by: by.name } };
    },
  },
  "version-range": {
    otherwise: "APPLICABILITY_NA",
    judge(entry, { sites }) {
      const outside = sites.find(
        ({ fullVersion }) =>
          compareCmVersions(fullVersion, entry.minCmVersion) < 0 ||
          compareCmVersions(fullVersion, entry.maxCmVersion) > 0,
      );
      const range = { min: entry.minCmVersion, max: entry.maxCmVersion };
      if (!outside) return { passed: true, params: range };
      return { passed: false, params: { ...range, site: outside.siteCode, version: outside.fullVersion } };
    },
  },
  "same-version": {
    otherwise: "APPLICABILITY_NA",
    // Only a new version asks for it; a hotfix of the running version does not.
    judge(entry, { sites, topLevelSite }) {
      if (entry.updateType !== 0) return null;
      const other = sites.find((s) => compareCmVersions(s.fullVersion, topLevelSite.fullVersion) !== 0);
      const count = sites.reduce((sum, site) => sum + (site.count ?? 1), 0);
      const common = { version: topLevelSite.fullVersion, sites: count };
      if (!other) return { passed: true, params: common };
      return { passed: false, params: { ...common, site: other.siteCode, siteVersion: other.fullVersion } };
    },
  },
  "prerequisite-package": {
    otherwise: "APPLICABILITY_NA",
    judge(entry, { packages }) {
      if (!entry.prerequisitePackageGuid) return null;
      const wanted = packages.find((p) => p.packageGuid === entry.prerequisitePackageGuid);
      const there =
        wanted?.state === UPDATE_STATE.INSTALL_SUCCESS ||
        installedSuccessor(entry.prerequisitePackageGuid, packages) !== null;
      return { passed: there, params: { name: wanted?.name ?? entry.prerequisitePackageGuid } };
    },
  },
  "required-configuration": {
    otherwise: "APPLICABILITY_NA",
    judge(entry, { topLevelSite }) {
      if (entry.requiredConfiguration.length === 0) return null;
      const missing = entry.requiredConfiguration.filter((fact) => topLevelSite.configuration[fact] !== true);
      const named = missing.length > 0 ? missing : entry.requiredConfiguration;
      return { passed: missing.length === 0, params: { configuration: named.join(", ") } };
    },
  },
  "early-update-ring": {
    otherwise: "APPLICABILITY_NA",
    judge(entry, { topLevelSite }) {
      if (!entry.earlyUpdateRing) return null;
      const passed = topLevelSite.configuration[earlyUpdateRingFact(entry.version)] === true;
      return { passed, params: { version: entry.version } };
    },
  },
  // Of what the catalogue offers, accepted usage data only ever takes away (reference/usage-data.md §4.2).
  relevant: {
    otherwise: "APPLICABILITY_NA",
    judge(entry, { relevance, packages }): Verdict | null {
      const known = packages.find((p) => p.packageGuid === entry.packageGuid);
      if (relevance === null || known?.source === "out-of-band") return null;
      if (!relevance.accepted) return { passed: false, params: { reason: "noUsageData" } };
      const said = relevance.updates[entry.packageGuid];
      if (!said) return { passed: false, params: { reason: "notEvaluated" } };
      return { passed: said.relevant, params: said.reason === null ? {} : { reason: said.reason } };
    },
  },
} as const satisfies Record<string, Rule>;

export type ApplicabilityRuleId = keyof typeof APPLICABILITY_RULES;

export interface Judgement {
  outcome: Extract<UpdateStateName, "APPLICABILITY_SUCCESS" | "APPLICABILITY_HIDE" | "APPLICABILITY_NA">;
  reasons: ApplicabilityReason[];
}

/** Judges one package by every rule, so that an administrator sees all that is missing and not the first. */
export function judgeApplicability(entry: ManifestEntry, facts: HierarchyFacts): Judgement {
  const judged = (Object.entries(APPLICABILITY_RULES) as [ApplicabilityRuleId, Rule][]).flatMap(
    ([rule, { otherwise, judge }]) => {
      const result = judge(entry, facts);
      return result ? [{ rule, otherwise, ...result }] : [];
    },
  );
  const failed = judged.filter(({ passed }) => !passed).map(({ otherwise }) => otherwise);
  return {
    // Not needed weighs more than not fitting: an old update does not become wanted when the site is prepared.
    outcome: failed.includes("APPLICABILITY_HIDE")
      ? "APPLICABILITY_HIDE"
      : (failed[0] ?? "APPLICABILITY_SUCCESS"),
    reasons: judged.map(({ rule, passed, params }) => ({ rule, passed, params })),
  };
}

/**
 * The installed package that took the place of another, directly or through others (reference/updates.md §2:
 * of a chain, only the newest installed one and what is newer is shown).
 */
export function installedSuccessor(
  packageGuid: string,
  packages: readonly PackageFacts[],
): PackageFacts | null {
  const seen = new Set<string>();
  const waiting = [packageGuid];
  for (let guid = waiting.pop(); guid !== undefined; guid = waiting.pop()) {
    const replaced = guid;
    for (const successor of packages.filter((p) => p.supersedes.includes(replaced))) {
      if (seen.has(successor.packageGuid)) continue;
      if (successor.state === UPDATE_STATE.INSTALL_SUCCESS) return successor;
      seen.add(successor.packageGuid);
      waiting.push(successor.packageGuid);
    }
  }
  return null;
}

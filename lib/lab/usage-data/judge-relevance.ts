import { compareCmVersions } from "@/lib/updates/cm-version";
import { earlyUpdateRingFact, type ManifestEntry } from "@/lib/updates/manifest";
import type { RelevanceInputs } from "@/lib/usage-data/relevance-inputs";

/** Why the service holds an update irrelevant; null when it is relevant. */
export type RelevanceReason =
  | "usageDataIncomplete"
  | "versionOutOfRange"
  | "configurationMissing"
  | "earlyUpdateRing"
  | null;

/**
 * Whether an update is for an infrastructure like this (reference/usage-data.md §4.2).
 * @param inputs null when the usage data lack what is judged by
 */
export function judgeRelevance(
  entry: Pick<
    ManifestEntry,
    "minCmVersion" | "maxCmVersion" | "requiredConfiguration" | "earlyUpdateRing" | "version"
  >,
  inputs: RelevanceInputs | null,
): RelevanceReason {
  if (inputs === null) return "usageDataIncomplete";
  const isOutside = (version: string) =>
    compareCmVersions(version, entry.minCmVersion) < 0 || compareCmVersions(version, entry.maxCmVersion) > 0;
  if (inputs.siteVersions.some(isOutside)) return "versionOutOfRange";
  const has = new Set(inputs.configuration);
  if (entry.requiredConfiguration.some((fact) => !has.has(fact) && !isRingOf(fact, inputs)))
    return "configurationMissing";
  if (entry.earlyUpdateRing && !inputs.earlyUpdateRings.includes(entry.version)) return "earlyUpdateRing";
  return null;
}

/** An update for those who were in a ring asks for it by the name of its fact. */
const isRingOf = (fact: string, { earlyUpdateRings }: RelevanceInputs): boolean =>
  earlyUpdateRings.some((version) => earlyUpdateRingFact(version) === fact);

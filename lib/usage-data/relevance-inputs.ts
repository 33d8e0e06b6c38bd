import { z } from "zod";
import { CM_VERSION_PATTERN } from "@/lib/updates/cm-version";
import type { UsageDocument } from "./model";

/**
 * What the service judges relevance by (reference/usage-data.md §4.2). All of it is Basic, so that a higher level
 * changes nothing about which updates are offered.
 */
export interface RelevanceInputs {
  /** Full versions that occur among the sites, sorted. */
  siteVersions: string[];
  /** Configuration facts of the top-level site that are true, e.g. `cloudManagementGateway`, sorted. */
  configuration: string[];
  /** Versions whose early update ring the hierarchy joined, e.g. `2002`, sorted. */
  earlyUpdateRings: string[];
}

/** The items that carry them; their values may carry more, which is not looked at. */
const judgedItems = {
  "B-03": z.object({
    sites: z.array(z.object({ fullVersion: z.string().regex(CM_VERSION_PATTERN) })).min(1),
  }),
  "B-20": z.object({ configuration: z.array(z.string().max(100)) }),
  "B-24": z.object({ versions: z.array(z.string().max(10)) }),
};

/** @returns null when an item is missing, failed or has another shape: nothing can be judged from that */
export function relevanceInputsOf({ items }: Pick<UsageDocument, "items">): RelevanceInputs | null {
  const itemValue = (id: keyof typeof judgedItems) => {
    const item = items.find((candidate) => candidate.id === id);
    return item && "value" in item ? item.value : undefined;
  };
  const hierarchy = judgedItems["B-03"].safeParse(itemValue("B-03"));
  const setup = judgedItems["B-20"].safeParse(itemValue("B-20"));
  const rings = judgedItems["B-24"].safeParse(itemValue("B-24"));
  if (!hierarchy.success || !setup.success || !rings.success) return null;
  return {
    siteVersions: distinct(hierarchy.data.sites.map(({ fullVersion }) => fullVersion)),
    configuration: distinct(setup.data.configuration),
    earlyUpdateRings: distinct(rings.data.versions),
  };
}

const RING = /^earlyUpdateRing(\d{4})$/;

/** `sites.configuration` of the top-level site, as items B-20 and B-24 give it. */
export function splitConfiguration(
  configuration: Readonly<Record<string, boolean>>,
): Omit<RelevanceInputs, "siteVersions"> {
  const facts = Object.keys(configuration).filter((name) => configuration[name] === true);
  return {
    configuration: distinct(facts.filter((name) => !RING.test(name))),
    earlyUpdateRings: distinct(facts.flatMap((name) => RING.exec(name)?.[1] ?? [])),
  };
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();

import type { CatalogueUpdate } from "@/lib/updates/catalogue/read-catalogue";
import { compareCmVersions } from "@/lib/updates/cm-version";
import type { ManifestEntry } from "@/lib/updates/manifest";
import type { Relevance } from "@/lib/usage-data/ingestion-protocol";
import type { DownloadChoice, TransferRequest } from "../model";

/** What the choice is made from: the catalogue, what the hierarchy said of itself, and what the cloud says of it. */
export interface SelectionFacts {
  updates: readonly CatalogueUpdate[];
  request: Pick<TransferRequest, "siteVersion" | "packages">;
  /** Null when the cloud knows no usage data of the hierarchy. */
  relevance: Relevance | null;
}

const REGULAR_UPDATE = 0;

/**
 * Which updates travel with their files (reference/updates.md §17): by default the newest that applies, and no
 * hotfixes; otherwise all, all hotfixes, or updates and hotfixes above the version of the site. What an administrator
 * asked for comes besides; what is there already does not travel.
 * @returns newest version first
 */
export function selectUpdates(choice: DownloadChoice, facts: SelectionFacts): CatalogueUpdate[] {
  const stateOf = new Map(facts.request.packages.map(({ packageGuid, state }) => [packageGuid, state]));
  const newestFirst = facts.updates.toSorted(
    (a, b) =>
      compareCmVersions(b.entry.fullVersion, a.entry.fullVersion) ||
      Date.parse(b.entry.dateReleased) - Date.parse(a.entry.dateReleased),
  );
  const chosen = new Set(CHOOSE[choice](newestFirst, facts));
  return newestFirst.filter((update) => {
    const state = stateOf.get(update.entry.packageGuid);
    if (state === "installed" || state === "has") return false;
    return chosen.has(update) || state === "wants";
  });
}

type Choose = (newestFirst: readonly CatalogueUpdate[], facts: SelectionFacts) => readonly CatalogueUpdate[];

const isHotfix = ({ entry }: CatalogueUpdate): boolean => entry.updateType !== REGULAR_UPDATE;

const CHOOSE = {
  default: (newestFirst, facts) =>
    newestFirst.filter((update) => !isHotfix(update) && applies(update.entry, facts)).slice(0, 1),
  all: (newestFirst) => newestFirst,
  hotfix: (newestFirst) => newestFirst.filter(isHotfix),
  "site-version": (newestFirst, { request }) =>
    newestFirst.filter(({ entry }) => compareCmVersions(entry.fullVersion, request.siteVersion) > 0),
} as const satisfies Record<DownloadChoice, Choose>;

/** As far as it can be told away from the site, which judges by all of its rules when the answer comes. */
function applies(entry: ManifestEntry, { request, relevance }: SelectionFacts): boolean {
  const { siteVersion, packages } = request;
  const judged = relevance?.updates.find(({ packageGuid }) => packageGuid === entry.packageGuid);
  const prerequisite = packages.find(({ packageGuid }) => packageGuid === entry.prerequisitePackageGuid);
  return (
    compareCmVersions(entry.fullVersion, siteVersion) > 0 &&
    compareCmVersions(entry.minCmVersion, siteVersion) <= 0 &&
    compareCmVersions(entry.maxCmVersion, siteVersion) >= 0 &&
    (entry.prerequisitePackageGuid === undefined || prerequisite?.state === "installed") &&
    // Who is in an early ring, only the cloud knows here.
    (judged ? judged.relevant : !entry.earlyUpdateRing)
  );
}

import type { UpdateStateName } from "../state-machine";
import { PREREQ_FLAG } from "./model";

/** One site that gets the content: the top-level site or a child primary. */
export interface SiteFacts {
  siteCode: string;
  parentSiteCode: string | null;
  /** Null while the site has no part in it: it was added after the content was prepared. */
  state: UpdateStateName | null;
  prereqFlag: number;
}

export interface SiteDecision {
  siteCode: string;
  from: UpdateStateName;
  to: "INSTALL_IN_PROGRESS" | "INSTALL_WAITING_PARENT";
}

/** What SMS_HIERARCHY_MANAGER does next about the package that is being processed. */
export type Decision =
  /** Something goes on by itself. */
  | { kind: "wait" }
  /** These sites have no content yet. */
  | { kind: "include-sites"; sites: string[] }
  /** A check without an installation is over. */
  | { kind: "checked" }
  /** An administrator has to decide about the warnings of these sites. */
  | { kind: "stopped-by-warnings"; sites: string[] }
  /** Nothing goes on any more, and these sites are why. */
  | { kind: "failed"; sites: string[] }
  | { kind: "install"; moves: SiteDecision[] }
  | { kind: "installed" };

const BEFORE_CHECKED: ReadonlySet<UpdateStateName> = new Set([
  "CONTENT_REPLICATING",
  "CONTENT_REPLICATION_SUCCESS",
  "PREREQ_IN_PROGRESS",
]);
const FAILED: ReadonlySet<UpdateStateName> = new Set([
  "CONTENT_REPLICATION_FAILED",
  "PREREQ_ERROR",
  "INSTALL_FAILED",
  "INSTALL_CMU_FAILED",
]);

/** Whether an installation was triggered at a site in `state`, or is over there. */
export const isInstallState = (state: UpdateStateName): boolean => state.startsWith("INSTALL_");

const isReady = ({ state, prereqFlag }: SiteFacts): boolean =>
  state === "PREREQ_SUCCESS" ||
  (state === "PREREQ_WARNING" && (prereqFlag & PREREQ_FLAG.continueOnWarning) !== 0);

const isStoppedByWarnings = (site: SiteFacts): boolean => site.state === "PREREQ_WARNING" && !isReady(site);

/**
 * The decision of reference/updates.md §4.3 row 13 over all sites. It waits for every site's result, so that the
 * administrator sees all that is wrong at once. Warnings are ignored per site: the retry of one site does not
 * ignore what was ignored at the others (§14).
 */
export function decide({
  prereqOnly,
  sites,
}: {
  prereqOnly: boolean;
  sites: readonly SiteFacts[];
}): Decision {
  if (sites.some(({ state }) => state !== null && BEFORE_CHECKED.has(state))) return { kind: "wait" };
  const added = sites.filter(({ state }) => state === null);
  // Nobody has begun: the content is still to be prepared.
  if (added.length === sites.length) return { kind: "wait" };
  if (added.length > 0) return { kind: "include-sites", sites: codes(added) };
  if (prereqOnly) return { kind: "checked" };

  const failed = sites.filter(({ state }) => state !== null && FAILED.has(state));
  const warned = sites.filter(isStoppedByWarnings);
  const ready = sites.filter(isReady);
  // Once the installation has begun, a retried site answers for itself alone.
  const begun = sites.some(({ state }) => state !== null && isInstallState(state));
  if (ready.length > 0 && (begun || failed.length + warned.length === 0)) {
    return { kind: "install", moves: ready.map(installationOf) };
  }
  if (sites.some((site) => goesOn(site, sites))) return { kind: "wait" };
  if (failed.length > 0) return { kind: "failed", sites: codes(failed) };
  if (warned.length > 0) return { kind: "stopped-by-warnings", sites: codes(warned) };
  if (sites.every(({ state }) => state === "INSTALL_SUCCESS")) return { kind: "installed" };
  return { kind: "wait" };
}

const codes = (sites: readonly SiteFacts[]): string[] => sites.map(({ siteCode }) => siteCode);

/** Top-level site first; the others follow when their parent is done (reference/updates.md §12). */
const installationOf = ({ siteCode, parentSiteCode, state }: SiteFacts): SiteDecision => ({
  siteCode,
  from: state ?? "UNKNOWN",
  to: parentSiteCode === null ? "INSTALL_IN_PROGRESS" : "INSTALL_WAITING_PARENT",
});

/** Whether an installation at `site` continues without anybody's help. */
function goesOn({ state, parentSiteCode }: SiteFacts, sites: readonly SiteFacts[]): boolean {
  if (state === null || !isInstallState(state) || state === "INSTALL_SUCCESS" || FAILED.has(state))
    return false;
  if (state !== "INSTALL_WAITING_PARENT") return true;
  const parent = sites.find(({ siteCode }) => siteCode === parentSiteCode);
  return parent === undefined || parent.state === "INSTALL_SUCCESS" || goesOn(parent, sites);
}

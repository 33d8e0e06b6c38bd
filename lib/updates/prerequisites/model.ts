import type { Facts } from "./facts";

export type SiteKind = "top-level" | "child-primary" | "secondary";

export type PrereqParams = Record<string, string | number>;

/** The categories of the product's log, in its order (reference/updates.md §10). */
export const RULE_CATEGORIES = [
  "Access Permissions",
  "System Requirements",
  "Dependent Components",
  "Site Upgrade Requirements",
] as const;
export type RuleCategory = (typeof RULE_CATEGORIES)[number];

/** What a rule found. */
export interface Verdict {
  passed: boolean;
  /**
   * Which of the sentences in `prerequisites.rules.<rule>.explanation` tells it; `passed` unless there are several
   * ways to pass. `unchecked` is reserved for facts that could not be had.
   */
  outcome: string;
  params?: PrereqParams;
}

export interface PrereqRule {
  /** Its title, explanation and cure are in the messages under `prerequisites.rules`. */
  name: string;
  category: RuleCategory;
  /** What it counts for when it does not pass. */
  severity: "warning" | "error";
  appliesTo: readonly SiteKind[];
  /** Which part of the site it looks at, as the sections of ConfigMgrPrereq.log name it. */
  section: "site" | "database";
  /** As ConfigMgrPrereq.log names the rule. */
  description: string;
  /** Portal path that leads to the cure; `{site}` and `{package}` stand for where it did not pass. */
  link: `/${string}`;
  needs: readonly (keyof Facts)[];
  /** Null when the rule has nothing to say about this package. Reads only what `needs` names. */
  check(facts: Facts): Verdict | null;
}

/** Ties what `check` may read to what `needs` names. */
export const defineRule = <Need extends keyof Facts>(
  rule: Omit<PrereqRule, "needs" | "check"> & {
    needs: readonly Need[];
    check(facts: Pick<Facts, Need>): Verdict | null;
  },
): PrereqRule => rule;

/** Where to go about a rule that did not pass at a site for a package. */
export const cureLink = (
  { link }: Pick<PrereqRule, "link">,
  { siteCode, packageGuid }: { siteCode: string; packageGuid: string },
): string => link.replace("{site}", siteCode).replace("{package}", packageGuid);

export const EVERY_SITE: readonly SiteKind[] = ["top-level", "child-primary", "secondary"];
export const PRIMARY_SITES: readonly SiteKind[] = ["top-level", "child-primary"];

export const passed = (params: PrereqParams = {}, outcome = "passed"): Verdict => ({
  passed: true,
  outcome,
  params,
});
export const failed = (params: PrereqParams = {}, outcome = "failed"): Verdict => ({
  passed: false,
  outcome,
  params,
});

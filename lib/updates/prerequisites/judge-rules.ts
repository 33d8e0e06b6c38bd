import type { Facts } from "./facts";
import type { Gathered } from "./gather-facts";
import type { PrereqParams, PrereqRule, SiteKind } from "./model";
import { PREREQ_RULES } from "./rules";

export interface RuleResult {
  rule: PrereqRule;
  result: "passed" | "warning" | "error";
  /** With `outcome`, which picks the sentence. */
  params: PrereqParams;
}

export const rulesFor = (kind: SiteKind): readonly PrereqRule[] =>
  PREREQ_RULES.filter(({ appliesTo }) => appliesTo.includes(kind));

/**
 * Asks one rule. A rule whose facts could not be had counts as not passed, with the reason.
 * @returns null when it has nothing to say about the package
 */
export function judgeRule(rule: PrereqRule, gathered: Partial<Gathered>): RuleResult | null {
  for (const name of rule.needs) {
    const fact = gathered[name];
    if (!fact || "reason" in fact)
      return { rule, result: rule.severity, params: { outcome: "unchecked", detail: fact?.reason ?? name } };
  }
  const known = Object.fromEntries(
    Object.entries(gathered).flatMap(([name, fact]) => ("value" in fact ? [[name, fact.value]] : [])),
  ) as unknown as Facts;
  const verdict = rule.check(known);
  if (!verdict) return null;
  return {
    rule,
    result: verdict.passed ? "passed" : rule.severity,
    params: { ...verdict.params, outcome: verdict.outcome },
  };
}

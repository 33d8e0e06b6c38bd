import type { PrereqRule } from "./model";
import { ACCESS_RULES } from "./rules/access-permissions";
import { DEPENDENT_RULES } from "./rules/dependent-components";
import { UPGRADE_RULES } from "./rules/site-upgrade";
import { SYSTEM_RULES } from "./rules/system-requirements";

/** Every rule of the prerequisite check in the order of the log (reference/updates.md §10). */
export const PREREQ_RULES: readonly PrereqRule[] = [
  ...ACCESS_RULES,
  ...SYSTEM_RULES,
  ...DEPENDENT_RULES,
  ...UPGRADE_RULES,
];

const BY_NAME = new Map(PREREQ_RULES.map((rule) => [rule.name, rule]));

/** @returns undefined for a rule of another version, whose results the history may still hold */
export const findPrereqRule = (name: string): PrereqRule | undefined => BY_NAME.get(name);

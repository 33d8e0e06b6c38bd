import type { ComponentLog, LogSubject } from "@/lib/executive/component-thread";
import type { RuleResult } from "./judge-rules";
import { RULE_CATEGORIES, type SiteKind } from "./model";

/** What the log needs of the thread. */
interface LogSource {
  log: ComponentLog;
  serverFqdn: string;
}

const SITE_NAMES = {
  "top-level": { site: "CAS", server: "SITE_CAS" },
  "child-primary": { site: "primary", server: "SITE_PRI" },
  secondary: { site: "secondary", server: "SITE_SEC" },
} as const satisfies Record<SiteKind, { site: string; server: string }>;

/** Markers of the product's own log (reference/updates.md §8, §10). */
const RESULT_MARKS = {
  passed: "[Passed]",
  warning: "[Completed with warning]",
  error: "[Failed]",
} as const satisfies Record<RuleResult["result"], string>;

export function logStart({ log }: LogSource, kind: SiteKind, about: LogSubject): void {
  log.info("******* Start Prerequisite checking. *******", about);
  log.info("Check Type: Configuration Manager Update", about);
  log.info(`INFO: Prerequisite rules for ${SITE_NAMES[kind].site} site update are being run.`, about);
}

export function logResults(
  source: LogSource,
  kind: SiteKind,
  results: readonly RuleResult[],
  about: LogSubject,
): void {
  for (const [section, name] of [
    ["site", SITE_NAMES[kind].server],
    ["database", "SQL"],
  ] as const) {
    const found = results.filter(({ rule }) => rule.section === section);
    source.log.info(`===== INFO: Prerequisite Type & Server: ${name}:[${source.serverFqdn}] =====`, about);
    for (const category of RULE_CATEGORIES) {
      const ofCategory = found.filter(({ rule }) => rule.category === category);
      if (ofCategory.length === 0) continue;
      source.log.info(`<<<RuleCategory: ${category}>>>`, about);
      for (const result of ofCategory) logResult(source.log, result, about);
    }
  }
}

function logResult(log: ComponentLog, { rule, result, params }: RuleResult, about: LogSubject): void {
  const line = `${RESULT_MARKS[result]}:${rule.description}`;
  const why = `${line}; ${JSON.stringify(params)}`;
  if (result === "passed") log.info(line, about);
  else if (result === "warning") log.warning(why, about);
  else log.error(why, about);
}

export const logFinished = ({ log }: LogSource, about: LogSubject): void =>
  log.info("******* Prerequisite checking is completed. *******", about);

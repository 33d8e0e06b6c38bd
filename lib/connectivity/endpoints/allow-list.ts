import { CSV_START, csvLine } from "@/lib/csv";
import type { Locale } from "@/lib/i18n/locales";
import de from "@/lib/i18n/messages/de/connectivity.json";
import en from "@/lib/i18n/messages/en/connectivity.json";
import type { EndpointRow } from "./endpoint-rows";
import type { EndpointFeature, EndpointParty, EndpointPurpose } from "./model";

const MESSAGES = { en, de } as const satisfies Record<Locale, unknown>;

/** One rule of a firewall: whoever needs it, for whatever. */
export interface AllowRule {
  host: string;
  scheme: EndpointRow["scheme"];
  ports: string;
  requiredBy: EndpointParty[];
  features: EndpointFeature[];
  purposes: EndpointPurpose[];
}

/** Rows that a firewall does not tell apart become one rule; sorted by host. */
export function allowRules(rows: readonly EndpointRow[]): AllowRule[] {
  const rules = new Map<string, AllowRule>();
  for (const { host, scheme, ports, requiredBy, feature, purpose } of rows) {
    const key = `${scheme} ${host} ${ports}`;
    const known = rules.get(key);
    rules.set(key, {
      host,
      scheme,
      ports,
      requiredBy: [...new Set([...(known?.requiredBy ?? []), ...requiredBy])],
      features: [...new Set([...(known?.features ?? []), feature])],
      purposes: [...new Set([...(known?.purposes ?? []), purpose])],
    });
  }
  return [...rules.values()].sort(
    (one, other) => one.host.localeCompare(other.host) || one.ports.localeCompare(other.ports),
  );
}

export interface AllowListFacts {
  /** Where the connections of the service connection point come from. */
  source: string | null;
  proxy: string | null;
  siteVersion: string;
  at: Date;
}

/** The list as a table. */
export function allowListCsv(rules: readonly AllowRule[]): string {
  const header = ["host", "protocol", "port", "required by", "features", "purposes"];
  const lines = rules.map((rule) =>
    csvLine([
      rule.host,
      rule.scheme,
      rule.ports,
      rule.requiredBy.join(" "),
      rule.features.join(" "),
      rule.purposes.join(" "),
    ]),
  );
  return CSV_START + csvLine(header) + lines.join("");
}

/** The list for a program. */
export const allowListJson = (rules: readonly AllowRule[], facts: AllowListFacts): string =>
  `${JSON.stringify({ version: 1, ...facts, rules }, null, 2)}\n`;

/** The list as a request to whoever keeps the firewall, in plain text. */
export function allowListText(
  rules: readonly AllowRule[],
  { source, proxy, siteVersion, at }: AllowListFacts,
  locale: Locale,
): string {
  const { request, parties, purposes } = MESSAGES[locale];
  const blocks = rules.map((rule) => {
    const transport = `TCP ${rule.ports}${rule.scheme === "tcp" ? "" : ` (${rule.scheme.toUpperCase()})`}`;
    const needing = rule.requiredBy.map((party) => parties[party]).join(", ");
    const why = rule.purposes.map((purpose) => purposes[purpose]).join("; ");
    return [
      `${rule.host}  ${transport}`,
      `  ${request.from}: ${needing}`,
      `  ${request.purpose}: ${why}`,
    ].join("\n");
  });
  return `${[
    request.title,
    [
      `${request.date}: ${at.toISOString().slice(0, 10)}`,
      ...(source ? [`${request.source}: ${source}`] : []),
      ...(proxy ? [`${request.proxy}: ${proxy}`] : []),
      `${request.version}: ${siteVersion}`,
    ].join("\n"),
    request.intro,
    ...blocks,
    request.outro,
  ].join("\n\n")}\n`;
}

import { endpointKey, isConcrete } from "./catalogue";
import type { EndpointNeeds, EndpointTarget } from "./endpoint-needs";
import {
  type CatalogueEndpoint,
  ENDPOINT_FEATURES,
  type EndpointFeature,
  type EndpointParty,
  type EndpointPurpose,
} from "./model";

/** A row as it is listed and exported: a pattern of the catalogue, or an address that can be tested. */
export interface EndpointRow {
  /** `endpointKey` of what can be tested, of a pattern what it looks like. Once in each feature. */
  id: string;
  feature: EndpointFeature;
  host: string;
  scheme: CatalogueEndpoint["scheme"];
  ports: string;
  path: string;
  requiredBy: readonly EndpointParty[];
  /** Versions of the site. */
  since: string | null;
  until: string | null;
  purpose: EndpointPurpose;
  /** Name of the environment whose row says so; null: the catalogue. */
  environment: string | null;
  /** The service connection point can test it. */
  testable: boolean;
  /** What is connected needs it now. */
  needed: boolean;
}

/** The addresses of the environments in use and the rows of the catalogue, in the order of the features. */
export function endpointRows(needs: EndpointNeeds): EndpointRow[] {
  const targets = new Map(needs.targets.map((target) => [target.endpoint, target]));
  const rows = [
    ...needs.targets.flatMap(environmentRows),
    ...needs.catalogue.map((row) => catalogueRow(row, targets)),
  ];
  const unique = new Map<string, EndpointRow>();
  for (const row of rows) {
    const id = `${row.feature} ${row.id}`;
    const known = unique.get(id);
    const requiredBy = [...new Set([...(known?.requiredBy ?? []), ...row.requiredBy])];
    unique.set(id, { ...(known ?? row), requiredBy });
  }
  const order = (feature: EndpointFeature) => ENDPOINT_FEATURES.indexOf(feature);
  return [...unique.values()].sort((one, other) => order(one.feature) - order(other.feature));
}

function environmentRows({
  endpoint,
  features,
  purpose,
  environment,
  needed,
}: EndpointTarget): EndpointRow[] {
  if (!environment) return [];
  const url = new URL(endpoint);
  const isSecure = url.protocol === "https:";
  return features.map((feature) => ({
    id: endpoint,
    feature,
    host: url.hostname,
    scheme: isSecure ? "https" : "http",
    ports: url.port || (isSecure ? "443" : "80"),
    path: url.pathname,
    requiredBy: ["scp"],
    since: null,
    until: null,
    purpose,
    environment: environment.name,
    testable: true,
    needed,
  }));
}

function catalogueRow(row: CatalogueEndpoint, targets: ReadonlyMap<string, EndpointTarget>): EndpointRow {
  const { feature, host, scheme, ports, path = "/", requiredBy, since, until, purpose } = row;
  const key = isConcrete(row) ? endpointKey(`${scheme}://${host}${path}`) : null;
  const target = key === null ? undefined : targets.get(key);
  return {
    id: key ?? `${scheme}://${host}:${ports}`,
    feature,
    host,
    scheme,
    ports,
    path,
    requiredBy,
    since: since ?? null,
    until: until ?? null,
    purpose,
    environment: null,
    testable: target !== undefined && requiredBy.includes("scp"),
    needed: requiredBy.includes("scp") && target?.needed === true,
  };
}

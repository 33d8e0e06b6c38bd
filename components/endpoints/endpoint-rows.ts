import type { QueryValue } from "@/app/_server/queries";
import { ENDPOINT_FEATURES, type EndpointFeature } from "@/lib/connectivity/endpoints/model";

export type Endpoint = QueryValue<"listEndpoints">["endpoints"][number];

/** What a row is at, as it is shown and filtered. */
export const ENDPOINT_STATES = ["failed", "warning", "ok", "untested", "elsewhere"] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

/** `elsewhere`: a pattern, or what only others need; the service connection point cannot test it. */
export function stateOf({ testable, result }: Endpoint): EndpointState {
  if (!testable) return "elsewhere";
  return result?.outcome ?? "untested";
}

export interface EndpointFilter {
  search: string;
  state: string;
  party: string;
}

export function filterEndpoints(endpoints: readonly Endpoint[], filter: EndpointFilter): Endpoint[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return endpoints.filter((endpoint) => {
    if (filter.state === "needed" && !endpoint.needed) return false;
    if (filter.state && filter.state !== "needed" && stateOf(endpoint) !== filter.state) return false;
    if (filter.party && !endpoint.requiredBy.some((party) => party === filter.party)) return false;
    const text = `${endpoint.id} ${endpoint.host} ${endpoint.feature} ${endpoint.result?.code ?? ""}`;
    return words.every((word) => text.toLowerCase().includes(word));
  });
}

export interface FeatureGroup {
  feature: EndpointFeature;
  endpoints: Endpoint[];
  needed: boolean;
  failed: number;
  tested: number;
}

/** By feature, those that are connected first. */
export function byFeature(endpoints: readonly Endpoint[]): FeatureGroup[] {
  const groups = ENDPOINT_FEATURES.flatMap((feature): FeatureGroup[] => {
    const own = endpoints.filter((endpoint) => endpoint.feature === feature);
    if (own.length === 0) return [];
    return [
      {
        feature,
        // What is missed or needed is what somebody came for.
        endpoints: own.toSorted((one, other) => rank(one) - rank(other)),
        needed: own.some(({ needed }) => needed),
        failed: own.filter((endpoint) => endpoint.needed && stateOf(endpoint) === "failed").length,
        tested: own.filter(({ result }) => result !== null).length,
      },
    ];
  });
  return groups.toSorted((one, other) => Number(other.needed) - Number(one.needed));
}

const rank = (endpoint: Endpoint): number =>
  (endpoint.needed ? 0 : 10) + ENDPOINT_STATES.indexOf(stateOf(endpoint));

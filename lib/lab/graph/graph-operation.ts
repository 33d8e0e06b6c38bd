import type { Tenant } from "../directory/model";
import type { AccessTokenClaims } from "../identity/access-token";
import type { IdentityService } from "../identity/identity-service";

/** Who asks, and from where. */
export interface GraphCaller {
  service: Pick<IdentityService, "directory" | "faults" | "now">;
  claims: AccessTokenClaims;
  /** Address that paths are below, without a slash at its end. */
  base: string;
}

export interface GraphRequest {
  method: string;
  /** Below the version, e.g. `/applications`. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; undefined when there is none. */
  body: unknown;
}

export interface GraphCall extends GraphCaller, GraphRequest {
  /** As it is while the operation begins. */
  tenant: Tenant;
  params: Readonly<Record<string, string>>;
}

export interface GraphAnswer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** One row of the table of what Graph does. */
export interface GraphOperation {
  method: string;
  path: string;
  /** @throws GraphError */
  handle(call: GraphCall): GraphAnswer | Promise<GraphAnswer>;
}

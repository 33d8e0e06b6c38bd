import type { Subscription, Tenant } from "../directory/model";
import type { AccessTokenClaims } from "../identity/access-token";
import type { IdentityService } from "../identity/identity-service";
import type { ApiVersions } from "./api-versions";
import type { GroupDeletions } from "./group-deletions";

/** Azure Resource Manager: the directory says what there is, the rest is forgotten with the process. */
export interface ArmService extends Pick<IdentityService, "directory" | "now"> {
  deletions: GroupDeletions;
}

export interface ArmCall {
  service: ArmService;
  tenant: Tenant;
  claims: AccessTokenClaims;
  method: string;
  /** Below the base, as the client spells it. */
  path: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Parsed JSON; undefined when there is none, or what there is cannot be read. */
  body: unknown;
  /** Address that paths are below, without a slash at its end. */
  base: string;
}

export interface SubscriptionCall extends ArmCall {
  subscription: Subscription;
}

export interface ArmAnswer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** One row of the table of what Azure Resource Manager does. Paths are below the base and case-insensitive. */
export interface ArmOperation {
  method: string;
  path: string;
  versions: ApiVersions;
  /** @throws ArmError */
  handle(call: ArmCall): ArmAnswer | Promise<ArmAnswer>;
}

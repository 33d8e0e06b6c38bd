import type { Tenant } from "../../directory/model";
import type { IssuedToken } from "../access-token";
import type { ClientCredentials } from "../client-authentication";

/** A request at the token endpoint, taken apart. */
export interface TokenRequest {
  /** Null for `common` and `organizations`. */
  tenant: Tenant | null;
  form: URLSearchParams;
  credentials: ClientCredentials;
  origin: string;
  /** What the request asks for: `scope`, or `resource` of version 1 as its `.default`. */
  scope: string | null;
}

/** What the token endpoint hands out. */
export interface TokenAnswer {
  access: IssuedToken;
  /** The resource as the request named it. */
  resource: string;
  scope?: string;
  refreshToken?: string;
  idToken?: string;
  clientInfo?: string;
}

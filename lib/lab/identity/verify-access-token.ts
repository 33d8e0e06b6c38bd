import type { IncomingMessage } from "node:http";
import { fail, ok, type Result } from "@/lib/result";
import type { ResourceName } from "../directory/microsoft-apps";
import type { Tenant } from "../directory/model";
import { originOf } from "../local-request";
import { type AccessTokenClaims, accessTokenClaims } from "./access-token";
import { audiencesOf } from "./audiences";
import type { IdentityService } from "./identity-service";

export type TokenFault =
  | "token-missing"
  | "token-invalid"
  | "token-expired"
  | "token-not-yet-valid"
  | "tenant-unknown"
  | "wrong-audience";

/** What APIs allow for clocks that differ. */
const TOLERANCE_SECONDS = 5 * 60;

/**
 * Who asks one of Microsoft's APIs, by the bearer token of the request. Whether that one may do what was asked is for the
 * API to say, from `roles` (an app on its own) or `scp` and `wids` (for a user).
 */
export function verifyAccessToken(
  service: IdentityService,
  request: Pick<IncomingMessage, "headers">,
  resource: ResourceName,
): Result<{ claims: AccessTokenClaims; tenant: Tenant }, TokenFault> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (!token) return fail("token-missing");
  const parsed = accessTokenClaims.safeParse(service.signingKey.read(token));
  if (!parsed.success) return fail("token-invalid");
  const claims = parsed.data;
  const seconds = service.now().getTime() / 1000;
  if (seconds >= claims.exp + TOLERANCE_SECONDS) return fail("token-expired");
  if (seconds < claims.nbf - TOLERANCE_SECONDS) return fail("token-not-yet-valid");
  const tenant = service.directory.tenant(claims.tid);
  if (!tenant) return fail("tenant-unknown");
  if (!audiencesOf(resource, originOf(request)).includes(claims.aud)) return fail("wrong-audience");
  return ok({ claims, tenant });
}

import { createHash } from "node:crypto";
import { Hour } from "@/lib/clock";
import type { Tenant, User } from "../directory/model";
import { grantedRoles, pairwiseSubject } from "./access-token";
import type { Client } from "./client-authentication";
import type { IdentityService, UserGrant } from "./identity-service";

const LIFETIME_SECONDS = Hour.ms / 1000;

export interface IdTokenSubject {
  tenant: Tenant;
  user: User;
  client: Client;
  grant: Pick<UserGrant, "scopes" | "authenticatedAt"> & { nonce?: string };
  origin: string;
  /** Issued beside the token. */
  code?: string;
}

/** An id_token of version 2 (reference/protocols/identity.md §4). */
export function issueIdToken(service: IdentityService, subject: IdTokenSubject): string {
  const { tenant, user, client, grant, origin, code } = subject;
  const seconds = Math.floor(service.now().getTime() / 1000);
  const signIn = grant.scopes.signIn;
  const roles = rolesAt(tenant, user, client);
  return service.signingKey.sign({
    aud: client.application.appId,
    iss: `${origin}/${tenant.id}/v2.0`,
    iat: seconds,
    nbf: seconds,
    exp: seconds + LIFETIME_SECONDS,
    auth_time: Math.floor(grant.authenticatedAt.getTime() / 1000),
    tid: tenant.id,
    oid: user.id,
    sub: pairwiseSubject(user.id, client.application.appId),
    ver: "2.0",
    ...(signIn.includes("profile") && { name: user.displayName, preferred_username: user.userPrincipalName }),
    ...(signIn.includes("email") && user.mail && { email: user.mail }),
    ...(roles.length > 0 && { roles }),
    // Clients refuse a nonce they did not send.
    ...(grant.nonce !== undefined && { nonce: grant.nonce }),
    ...(code !== undefined && { c_hash: halfHash(code) }),
  });
}

/** Roles of the client itself that the user, or a group of the user's, was assigned to. */
function rolesAt(tenant: Tenant, user: User, { principal }: Client): string[] {
  const groups = tenant.groups.filter(({ members }) => members.includes(user.id));
  const roles = [user, ...groups].flatMap(({ id }) => grantedRoles(tenant, id, principal));
  return [...new Set(roles)];
}

/** OpenID Connect Core §3.3.2.11 */
const halfHash = (text: string): string =>
  createHash("sha256").update(text).digest().subarray(0, 16).toString("base64url");

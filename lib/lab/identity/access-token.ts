import { createHash, randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import { USER_ROLE_TEMPLATE_ID } from "../directory/directory-roles";
import { findApplication, findServicePrincipal, publishedBy } from "../directory/find";
import type { Application, ServicePrincipal, Tenant, User } from "../directory/model";
import type { IdentityService } from "./identity-service";

/** The claims that Microsoft's APIs look at (reference/protocols/identity.md §3.3). */
export const accessTokenClaims = z.object({
  aud: z.string(),
  iss: z.string(),
  iat: z.int(),
  nbf: z.int(),
  exp: z.int(),
  tid: z.guid(),
  /** Object id of the user, or of the service principal when an app acts on its own. */
  oid: z.guid(),
  sub: z.string(),
  idtyp: z.enum(["app", "user"]),
  /** Client id; `azp` in a token of version 2. */
  appid: z.guid().optional(),
  azp: z.guid().optional(),
  /** What an app may do on its own. */
  roles: z.array(z.string()).optional(),
  /** What it may do for the user, space separated. */
  scp: z.string().optional(),
  /** Template ids of the user's directory roles. */
  wids: z.array(z.guid()).optional(),
  ver: z.enum(["1.0", "2.0"]),
});
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>;

export interface TokenSubject {
  tenant: Tenant;
  client: Application;
  resource: ServicePrincipal;
  /** The name under which the resource was asked for. */
  audience: string;
  /** How the client proved itself: not at all, or by a secret. */
  clientAuthentication: "none" | "secret";
  origin: string;
}

export interface IssuedToken {
  token: string;
  expiresInSeconds: number;
  issuedAt: Date;
}

/** A token for an app that acts on its own. */
export function issueAppToken(
  service: IdentityService,
  subject: TokenSubject,
  roles: readonly string[],
): IssuedToken {
  const principal = findServicePrincipal(subject.tenant, subject.client.appId);
  if (!principal) throw new Error(`${subject.client.appId} has no service principal`);
  return issue(service, subject, {
    idtyp: "app",
    oid: principal.id,
    sub: principal.id,
    ...(roles.length > 0 && { roles }),
  });
}

/**
 * A token for an app that acts for a user.
 * @param scopes what it was allowed, e.g. `User.Read`
 */
export function issueUserToken(
  service: IdentityService,
  subject: TokenSubject,
  user: User,
  scopes: readonly string[],
): IssuedToken {
  return issue(service, subject, {
    idtyp: "user",
    acr: "1",
    amr: ["pwd"],
    oid: user.id,
    sub: pairwiseSubject(user.id, subject.resource.appId),
    name: user.displayName,
    upn: user.userPrincipalName,
    unique_name: user.userPrincipalName,
    scp: scopes.join(" "),
    wids: [...user.directoryRoles, USER_ROLE_TEMPLATE_ID],
  });
}

/** The same user is another `sub` to each app. */
export const pairwiseSubject = (userId: string, appId: string): string =>
  createHash("sha256").update(`${userId}/${appId}`).digest("base64url");

/** App permissions that were granted to a client at a resource. */
export function grantedRoles(tenant: Tenant, principalId: string, resource: ServicePrincipal): string[] {
  const { appRoles } = publishedBy(tenant, resource);
  const granted = tenant.appRoleAssignments.filter(
    (assignment) => assignment.principalId === principalId && assignment.resourceId === resource.id,
  );
  return appRoles.flatMap(({ id, value, isEnabled }) =>
    isEnabled && value && granted.some(({ appRoleId }) => appRoleId === id) ? [value] : [],
  );
}

function issue(
  service: IdentityService,
  subject: TokenSubject,
  claims: Record<string, unknown>,
): IssuedToken {
  const { tenant, client, resource, audience, clientAuthentication, origin } = subject;
  const issuedAt = service.now();
  const seconds = Math.floor(issuedAt.getTime() / 1000);
  // Azure AD spreads the lives of tokens, so that clients do not all come back in the same minute.
  const expiresInSeconds = randomInt(60 * 60, 90 * 60);
  const authentication = clientAuthentication === "secret" ? "1" : "0";
  const isVersion2 = findApplication(tenant, resource.appId)?.api.requestedAccessTokenVersion === 2;
  const issuer = `https://sts.windows.net/${tenant.id}/`;
  const versioned = isVersion2
    ? {
        aud: resource.appId,
        iss: `${origin}/${tenant.id}/v2.0`,
        azp: client.appId,
        azpacr: authentication,
        ver: "2.0",
      }
    : {
        aud: audience,
        iss: issuer,
        idp: issuer,
        app_displayname: client.displayName,
        appid: client.appId,
        appidacr: authentication,
        ver: "1.0",
      };
  const token = service.signingKey.sign({
    ...versioned,
    iat: seconds,
    nbf: seconds,
    exp: seconds + expiresInSeconds,
    tid: tenant.id,
    uti: randomBytes(16).toString("base64url"),
    ...claims,
  });
  return { token, expiresInSeconds, issuedAt };
}

import { randomBytes } from "node:crypto";
import { ok, type Result } from "@/lib/result";
import { holdsRole } from "../directory/directory-roles";
import { publishedBy } from "../directory/find";
import { RESOURCE_APPS } from "../directory/microsoft-apps";
import type { Application, PermissionScope, ServicePrincipal, Tenant, User } from "../directory/model";
import type { FaultBoard } from "../faults";
import { type AadstsCode, refuse } from "./aadsts-errors";

/** A client that asks for the scopes of one API. */
export interface ConsentQuestion {
  tenant: Tenant;
  client: Application;
  clientPrincipal: ServicePrincipal;
  resource: ServicePrincipal;
  /** As requested, `.default` included. */
  values: readonly string[];
  /** The API as the request named it. */
  resourceName: string;
}

export const isConsentRevoked = (faults: FaultBoard, appId: string): boolean =>
  faults.take("revoked-consent", (fault) => fault.appId === appId) !== undefined;

/** Scopes the client may use for the user, by consent of the user or of an administrator for everybody. */
export function grantedScopes(
  { tenant, client, clientPrincipal, resource }: ConsentQuestion,
  userId: string,
  faults: FaultBoard,
): string[] {
  if (isConsentRevoked(faults, client.appId)) return [];
  return tenant.oauth2PermissionGrants
    .filter(
      (grant) =>
        grant.clientId === clientPrincipal.id &&
        grant.resourceId === resource.id &&
        (grant.consentType === "AllPrincipals" || grant.principalId === userId),
    )
    .flatMap(({ scope }) => scope.split(" "))
    .filter((value, index, all) => value !== "" && all.indexOf(value) === index);
}

/** What the request comes down to: the scopes themselves, those of the registration for `.default`. */
export function wantedScopes({
  tenant,
  client,
  resource,
  values,
  resourceName,
}: ConsentQuestion): Result<PermissionScope[], AadstsCode> {
  const offered = publishedBy(tenant, resource).oauth2PermissionScopes.filter(({ isEnabled }) => isEnabled);
  const registered = client.requiredResourceAccess
    .filter(({ resourceAppId }) => resourceAppId === resource.appId)
    .flatMap(({ resourceAccess }) => resourceAccess.filter(({ type }) => type === "Scope"));
  const wanted: PermissionScope[] = values.includes(".default")
    ? offered.filter(({ id }) => registered.some((access) => access.id === id))
    : [];
  for (const value of values) {
    if (value === ".default") continue;
    const scope = offered.find((other) => other.value === value);
    if (!scope) return refuse("AADSTS70011", { scope: `${resourceName}/${value}` });
    wanted.push(scope);
  }
  return ok(wanted);
}

/** Users consent to what only concerns them; some administrators to anything that is done for users. */
export const mayConsent = (user: User, scopes: readonly PermissionScope[]): boolean =>
  isConsentAdministrator(user) || scopes.every(({ type }) => type === "User");

export const isConsentAdministrator = (user: User): boolean =>
  holdsRole(
    user,
    "Global Administrator",
    "Privileged Role Administrator",
    "Application Administrator",
    "Cloud Application Administrator",
  );

/** Whether the user may let an app act on its own: what Graph offers to apps, two roles alone give away. */
export const mayGrantAppRoles = (user: User, resourceAppId: string): boolean =>
  resourceAppId === RESOURCE_APPS.graph.appId
    ? holdsRole(user, "Global Administrator", "Privileged Role Administrator")
    : isConsentAdministrator(user);

/**
 * Notes a consent in the (changeable) tenant.
 * @param principalId the user it is for; null for everybody
 */
export function addConsent(
  tenant: Tenant,
  clientId: string,
  resourceId: string,
  values: readonly string[],
  principalId: string | null,
): void {
  const existing = tenant.oauth2PermissionGrants.find(
    (grant) =>
      grant.clientId === clientId && grant.resourceId === resourceId && grant.principalId === principalId,
  );
  const scope = [...new Set([...(existing?.scope.split(" ") ?? []), ...values])].join(" ");
  if (existing) existing.scope = scope;
  else
    tenant.oauth2PermissionGrants.push({
      id: newGrantId(),
      clientId,
      consentType: principalId === null ? "AllPrincipals" : "Principal",
      principalId,
      resourceId,
      scope,
    });
}

/** Notes app permissions in the (changeable) tenant; those that are there already stay as they are. */
export function addAppRoles(
  tenant: Tenant,
  principalId: string,
  resourceId: string,
  roleIds: readonly string[],
  now: Date,
): void {
  for (const appRoleId of roleIds) {
    const isGranted = tenant.appRoleAssignments.some(
      (other) =>
        other.principalId === principalId && other.resourceId === resourceId && other.appRoleId === appRoleId,
    );
    if (isGranted) continue;
    tenant.appRoleAssignments.push({
      id: newGrantId(),
      createdDateTime: now.toISOString(),
      appRoleId,
      principalId,
      principalType: "ServicePrincipal",
      resourceId,
    });
  }
}

const newGrantId = (): string => randomBytes(32).toString("base64url");

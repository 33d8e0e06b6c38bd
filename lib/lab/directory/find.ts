import { MICROSOFT_CLIENTS } from "./microsoft-apps";
import type { Application, AppRole, PermissionScope, ServicePrincipal, Tenant, User } from "./model";

/** The app registered in the tenant itself, by client id (in any case). */
export const findApplication = ({ applications }: Tenant, appId: string): Application | undefined =>
  applications.find((application) => application.appId === appId.toLowerCase());

/** Who may ask for tokens in the tenant: its own apps, and Microsoft's that it has a service principal of. */
export const findClient = (tenant: Tenant, appId: string): Application | undefined =>
  findApplication(tenant, appId) ??
  (findServicePrincipal(tenant, appId) && MICROSOFT_CLIENTS.find((app) => app.appId === appId.toLowerCase()));

export const findServicePrincipal = (
  { servicePrincipals }: Tenant,
  appId: string,
): ServicePrincipal | undefined =>
  servicePrincipals.find((principal) => principal.appId === appId.toLowerCase());

export const findUser = ({ users }: Tenant, userPrincipalName: string): User | undefined =>
  users.find((user) => user.userPrincipalName.toLowerCase() === userPrincipalName.trim().toLowerCase());

export interface Published {
  /** App id and identifier URIs. */
  servicePrincipalNames: string[];
  appRoles: AppRole[];
  oauth2PermissionScopes: PermissionScope[];
}

/** What a service principal offers to others; that of an app of this tenant is always as its app says. */
export function publishedBy(tenant: Tenant, principal: ServicePrincipal): Published {
  const application = findApplication(tenant, principal.appId);
  if (!application) return principal;
  return {
    servicePrincipalNames: [application.appId, ...application.identifierUris],
    appRoles: application.appRoles,
    oauth2PermissionScopes: application.api.oauth2PermissionScopes,
  };
}

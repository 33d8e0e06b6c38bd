import { findServicePrincipal, publishedBy } from "../../directory/find";
import type { Application, ServicePrincipal, Tenant } from "../../directory/model";

export interface RequiredPermission {
  resource: ServicePrincipal;
  kind: "role" | "scope";
  id: string;
  value: string;
  name: string;
}

/** What an app's registration asks for, of the APIs that the tenant knows. */
export const requiredPermissions = (tenant: Tenant, application: Application): RequiredPermission[] =>
  application.requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) => {
    const resource = findServicePrincipal(tenant, resourceAppId);
    if (!resource) return [];
    const { appRoles, oauth2PermissionScopes } = publishedBy(tenant, resource);
    return resourceAccess.flatMap(({ id, type }): RequiredPermission[] => {
      const role = type === "Role" ? appRoles.find((other) => other.id === id) : undefined;
      if (role?.value) return [{ resource, kind: "role", id, value: role.value, name: role.displayName }];
      const scope = type === "Scope" ? oauth2PermissionScopes.find((other) => other.id === id) : undefined;
      if (!scope) return [];
      const name = scope.adminConsentDisplayName ?? scope.value;
      return [{ resource, kind: "scope", id, value: scope.value, name }];
    });
  });

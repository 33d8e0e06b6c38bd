import type { Tenant } from "../../directory/model";

/** Takes a service principal out of a tenant, and whatever was granted to it or by it. */
export function removePrincipal(draft: Tenant, principalId: string): void {
  draft.servicePrincipals = draft.servicePrincipals.filter(({ id }) => id !== principalId);
  draft.appRoleAssignments = draft.appRoleAssignments.filter(
    (assignment) => assignment.principalId !== principalId && assignment.resourceId !== principalId,
  );
  draft.oauth2PermissionGrants = draft.oauth2PermissionGrants.filter(
    (grant) => grant.clientId !== principalId && grant.resourceId !== principalId,
  );
}

import { publishedBy } from "../../directory/find";
import type { ServicePrincipal, Tenant } from "../../directory/model";

/** As Graph shows a service principal (reference/protocols/graph.md §4). */
export function principalBody(tenant: Tenant, principal: ServicePrincipal) {
  const { servicePrincipalNames, appRoles, oauth2PermissionScopes } = publishedBy(tenant, principal);
  const application = tenant.applications.find(({ appId }) => appId === principal.appId);
  return {
    id: principal.id,
    deletedDateTime: null,
    accountEnabled: principal.accountEnabled,
    alternativeNames: [],
    appDescription: application?.description ?? null,
    appDisplayName: principal.displayName,
    appId: principal.appId,
    applicationTemplateId: null,
    appOwnerOrganizationId: principal.appOwnerOrganizationId,
    appRoleAssignmentRequired: principal.appRoleAssignmentRequired,
    appRoles,
    description: null,
    disabledByMicrosoftStatus: null,
    displayName: principal.displayName,
    homepage: application?.web.homePageUrl ?? null,
    info: null,
    keyCredentials: [],
    loginUrl: null,
    logoutUrl: application?.web.logoutUrl ?? null,
    notes: null,
    notificationEmailAddresses: [],
    oauth2PermissionScopes,
    passwordCredentials: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: application
      ? [application.web, application.spa, application.publicClient].flatMap(
          ({ redirectUris }) => redirectUris,
        )
      : [],
    servicePrincipalNames,
    servicePrincipalType: "Application",
    signInAudience: application?.signInAudience ?? "AzureADMultipleOrgs",
    tags: principal.tags,
    tokenEncryptionKeyId: null,
  };
}

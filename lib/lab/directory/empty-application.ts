import type { Application } from "./model";

type Identity = Pick<Application, "id" | "appId" | "displayName" | "createdDateTime" | "publisherDomain">;

/** An app registration for accounts of its own tenant that nobody set anything of, and nobody owns. */
export const emptyApplication = (identity: Identity): Application => ({
  ...identity,
  description: null,
  notes: null,
  uniqueName: null,
  signInAudience: "AzureADMyOrg",
  identifierUris: [],
  tags: [],
  web: {
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
  },
  spa: { redirectUris: [] },
  publicClient: { redirectUris: [] },
  isFallbackPublicClient: null,
  api: { requestedAccessTokenVersion: null, oauth2PermissionScopes: [] },
  appRoles: [],
  requiredResourceAccess: [],
  owners: [],
  passwordCredentials: [],
});

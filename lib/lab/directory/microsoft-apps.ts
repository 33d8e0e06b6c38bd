import { emptyApplication } from "./empty-application";
import type { Application, AppRole, PermissionScope } from "./model";

/** The tenant that Microsoft's own apps belong to. */
export const MICROSOFT_TENANT_ID = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/** The public client of every tenant that administrators sign in through. */
export const SIGN_IN_CLIENT = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

const role = (id: string, value: string, displayName: string): AppRole => ({
  id,
  value,
  displayName,
  description: displayName,
  allowedMemberTypes: ["Application"],
  isEnabled: true,
});

const scope = (id: string, value: string, consent: string, type: "User" | "Admin"): PermissionScope => ({
  id,
  value,
  type,
  isEnabled: true,
  adminConsentDisplayName: consent,
  adminConsentDescription: consent,
  userConsentDisplayName: type === "User" ? consent : null,
  userConsentDescription: type === "User" ? consent : null,
});

export interface ResourceApp {
  appId: string;
  displayName: string;
  /** What tokens for it may be asked for, beside its app id. */
  names: readonly string[];
  appRoles: readonly AppRole[];
  scopes: readonly PermissionScope[];
}

/**
 * The APIs that every tenant has a service principal of (reference/protocols/graph.md §4). Ids that public sources
 * disagree on, or do not tell, are the lab's own: clients look them up by value.
 */
export const RESOURCE_APPS = {
  graph: {
    appId: "00000003-0000-0000-c000-000000000000",
    displayName: "Microsoft Graph",
    names: ["https://graph.microsoft.com", "https://graph.microsoft.com/"],
    appRoles: [
      role("7ab1d382-f21e-4acd-a863-ba3e13f7da61", "Directory.Read.All", "Read directory data"),
      role("df021288-bdef-4463-88db-98f22de89214", "User.Read.All", "Read all users' full profiles"),
      role("5b567255-7703-4780-807c-7be8301ae99b", "Group.Read.All", "Read all groups"),
      role("62a82d76-70ea-41e2-9197-370581804d09", "Group.ReadWrite.All", "Read and write all groups"),
      role("98830695-27a2-44f7-8c18-0c3ebc9698f6", "GroupMember.Read.All", "Read all group memberships"),
      role("498476ce-e0fe-48b0-b801-37ba7e2685c6", "Organization.Read.All", "Read organization information"),
      role(
        "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
        "Application.ReadWrite.All",
        "Read and write all applications",
      ),
      role(
        "18a4783c-866b-4cc7-a460-3d5e5662c884",
        "Application.ReadWrite.OwnedBy",
        "Manage apps that this app creates or owns",
      ),
      role(
        "06b708a9-e830-4db3-a914-8e69da51d44f",
        "AppRoleAssignment.ReadWrite.All",
        "Manage app permission grants and app role assignments",
      ),
    ],
    scopes: [
      scope("e1fe6dd8-ba31-4d61-89e7-88639da4683d", "User.Read", "Sign in and read user profile", "User"),
      scope("37f7f235-527c-4136-accd-4a02d197296e", "openid", "Sign users in", "User"),
      scope("14dad69e-099b-42c9-810b-d002981feec1", "profile", "View users' basic profile", "User"),
      scope("64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", "email", "View users' email address", "User"),
      scope("7427e0e9-2fba-42fe-b0c0-848c9e6a8182", "offline_access", "Maintain access to data", "User"),
      scope(
        "bdfbf15f-ee85-4955-8675-146e8e5296b5",
        "Application.ReadWrite.All",
        "Read and write all applications",
        "Admin",
      ),
      scope(
        "84bccea3-f856-4a8a-967b-dbe0a3d53a64",
        "AppRoleAssignment.ReadWrite.All",
        "Manage app permission grants and app role assignments",
        "Admin",
      ),
      scope(
        "41ce6ca6-6826-4807-84f1-1c82854f7ee5",
        "DelegatedPermissionGrant.ReadWrite.All",
        "Manage all delegated permission grants",
        "Admin",
      ),
      scope("06da0dbc-49e2-44d2-8312-53f166ab848a", "Directory.Read.All", "Read directory data", "Admin"),
      scope(
        "0e263e50-5827-48a4-b97c-d940288653c7",
        "Directory.AccessAsUser.All",
        "Access the directory as the signed-in user",
        "Admin",
      ),
    ],
  },
  arm: {
    appId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    displayName: "Windows Azure Service Management API",
    names: [
      "https://management.azure.com",
      "https://management.azure.com/",
      "https://management.core.windows.net",
      "https://management.core.windows.net/",
    ],
    appRoles: [],
    scopes: [
      scope(
        "41094075-9dad-400e-a0bd-54e686782033",
        "user_impersonation",
        "Access Azure Service Management as you",
        "User",
      ),
    ],
  },
  logAnalytics: {
    appId: "ca7f3f0b-7d91-482c-8e09-c5d840d0eac5",
    displayName: "Log Analytics API",
    names: ["https://api.loganalytics.io", "https://api.loganalytics.io/"],
    appRoles: [role("e8f6e161-84d0-4cd7-9441-2d46ec9ec3d5", "Data.Read", "Read Log Analytics data")],
    scopes: [],
  },
  store: {
    appId: "45a330b1-b1ec-4cc1-9161-9f03992aa49f",
    displayName: "Windows Store for Business",
    names: ["https://onestore.microsoft.com", "https://onestore.microsoft.com/"],
    appRoles: [],
    scopes: [],
  },
  configurationManager: {
    appId: "557c67cf-c916-4293-8373-d584996f60ae",
    displayName: "Configuration Manager Microservice",
    names: ["https://cmmicrosvc.manage.microsoft.com", "https://cmmicrosvc.manage.microsoft.com/"],
    appRoles: [
      role("0c1a3d54-7b1e-4d27-8f0a-4f3d6f5a9b21", "CmCollectionData.Read", "Read CM Collection Data"),
      role("5e8b7d0f-2c46-4a83-9d15-7a6c3e1f0b42", "CmCollectionData.Write", "Write CM Collection Data"),
    ],
    scopes: [],
  },
} as const satisfies Record<string, ResourceApp>;

export type ResourceName = keyof typeof RESOURCE_APPS;

/** Apps of Microsoft's that sign users in; a tenant has their service principal only. */
export const MICROSOFT_CLIENTS: readonly Application[] = [
  {
    ...emptyApplication({
      id: "a2c6f0d8-93b4-4e3c-9b57-1d1f86b0c7e5",
      appId: SIGN_IN_CLIENT,
      displayName: "Microsoft Graph Command Line Tools",
      createdDateTime: "2019-01-01T00:00:00.000Z",
      publisherDomain: "microsoft.com",
    }),
    signInAudience: "AzureADMultipleOrgs",
    // The real one knows nothing but `http://localhost`; the portal's own sign-in page needs a path below it.
    publicClient: { redirectUris: ["http://localhost", "http://localhost/*"] },
    isFallbackPublicClient: true,
    requiredResourceAccess: (["graph", "arm"] as const).map((resource) => ({
      resourceAppId: RESOURCE_APPS[resource].appId,
      resourceAccess: RESOURCE_APPS[resource].scopes.map(({ id }) => ({ id, type: "Scope" as const })),
    })),
  },
];

import type {
  ApplicationSettings,
  PermissionScope,
  RequiredResourceAccess,
} from "@/lib/azure/graph/application";

/** The delegated permission that clients have at a server app. */
export const USER_IMPERSONATION = "user_impersonation";

const REDIRECT_URI = "http://localhost";

/** Where the broker of Windows answers a native app (reference/protocols/graph.md §3.1). */
export const brokerRedirectUri = (appId: string): string =>
  `ms-appx-web://Microsoft.AAD.BrokerPlugin/${appId}`;

/** @param scopeId the same at each attempt: an enabled scope cannot be replaced by another */
export const userImpersonationScope = (name: string, scopeId: string): PermissionScope => ({
  id: scopeId,
  value: USER_IMPERSONATION,
  type: "User",
  isEnabled: true,
  adminConsentDisplayName: `Access ${name}`,
  adminConsentDescription: `Lets the app call ${name} for the signed-in user`,
  userConsentDisplayName: `Access ${name}`,
  userConsentDescription: `Lets the app call ${name} for you`,
});

/** A web app as the cloud services need it (reference/protocols/graph.md §3.1). */
export const serverApplication = (app: {
  name: string;
  appIdUri: string;
  homePageUrl: string;
  scopeId: string;
  permissions: RequiredResourceAccess[];
}): ApplicationSettings & { displayName: string } => ({
  displayName: app.name,
  signInAudience: "AzureADMyOrg",
  identifierUris: [app.appIdUri],
  web: {
    redirectUris: [REDIRECT_URI],
    homePageUrl: app.homePageUrl,
    implicitGrantSettings: { enableIdTokenIssuance: true, enableAccessTokenIssuance: false },
  },
  api: { oauth2PermissionScopes: [userImpersonationScope(app.name, app.scopeId)] },
  requiredResourceAccess: app.permissions,
});

/** A native app that acts at a server app. Its redirect to the broker holds its Application ID, so that comes later. */
export const clientApplication = (app: {
  name: string;
  replyUrl: string;
  permissions: RequiredResourceAccess[];
}): ApplicationSettings & { displayName: string } => ({
  displayName: app.name,
  signInAudience: "AzureADMyOrg",
  isFallbackPublicClient: true,
  web: { implicitGrantSettings: { enableIdTokenIssuance: true } },
  publicClient: { redirectUris: [app.replyUrl] },
  requiredResourceAccess: app.permissions,
});

/** What an app registration has now, as far as the product sets it. */
export interface PresentSettings {
  displayName: string;
  homePageUrl: string | null;
  redirectUris: string[];
  publicRedirectUris: string[];
  scopes: PermissionScope[];
  requiredResourceAccess: RequiredResourceAccess[];
}

const union = <T>(present: readonly T[], needed: readonly T[]): T[] => [...new Set([...present, ...needed])];

/** Everything that was asked for, and what is needed beside it. */
export function mergeAccess(
  present: readonly RequiredResourceAccess[],
  needed: readonly RequiredResourceAccess[],
): RequiredResourceAccess[] {
  const appIds = union(
    present.map(({ resourceAppId }) => resourceAppId),
    needed.map(({ resourceAppId }) => resourceAppId),
  );
  return appIds.map((resourceAppId) => {
    const all = [...present, ...needed]
      .filter((one) => one.resourceAppId === resourceAppId)
      .flatMap(({ resourceAccess }) => resourceAccess);
    const isFirst = ({ id }: { id: string }, at: number) => all.findIndex((one) => one.id === id) === at;
    return { resourceAppId, resourceAccess: all.filter(isFirst) };
  });
}

/** A web app's settings brought up to date: lists are replaced whole, so what others set there is sent along. */
export const updatedServer = (
  present: PresentSettings,
  needed: RequiredResourceAccess[],
  scopeId: string,
): ApplicationSettings => ({
  web: {
    redirectUris: union(present.redirectUris, [REDIRECT_URI]),
    ...(present.homePageUrl && { homePageUrl: present.homePageUrl }),
    implicitGrantSettings: { enableIdTokenIssuance: true },
  },
  api: {
    oauth2PermissionScopes: present.scopes.some(({ value }) => value === USER_IMPERSONATION)
      ? present.scopes
      : [...present.scopes, userImpersonationScope(present.displayName, scopeId)],
  },
  requiredResourceAccess: mergeAccess(present.requiredResourceAccess, needed),
});

/** The same for a native app. */
export const updatedClient = (
  present: PresentSettings,
  needed: RequiredResourceAccess[],
  appId: string,
): ApplicationSettings => ({
  isFallbackPublicClient: true,
  publicClient: { redirectUris: union(present.publicRedirectUris, [brokerRedirectUri(appId)]) },
  requiredResourceAccess: mergeAccess(present.requiredResourceAccess, needed),
});

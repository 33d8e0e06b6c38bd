import { z } from "zod";

/** An app registration; `id` is its own id in the directory, `appId` the Application ID (client id). */
export interface Application {
  id: string;
  appId: string;
  displayName: string;
  identifierUris: string[];
}

export const applicationSchema: z.ZodType<Application> = z.object({
  id: z.guid(),
  appId: z.guid(),
  displayName: z.string(),
  identifierUris: z.array(z.string()),
});

export const APPLICATION_FIELDS = "$select=id,appId,displayName,identifierUris";

/** What the product sets of an app registration (reference/protocols/graph.md §3.1); lists replace what was there. */
export interface ApplicationSettings {
  displayName?: string;
  /** `AzureADMyOrg` = accounts of its own tenant only. */
  signInAudience?: "AzureADMyOrg";
  identifierUris?: string[];
  isFallbackPublicClient?: boolean;
  web?: {
    homePageUrl?: string;
    redirectUris?: string[];
    implicitGrantSettings?: { enableIdTokenIssuance?: boolean; enableAccessTokenIssuance?: boolean };
  };
  publicClient?: { redirectUris: string[] };
  api?: {
    requestedAccessTokenVersion?: 1 | 2;
    oauth2PermissionScopes?: PermissionScope[];
  };
  requiredResourceAccess?: RequiredResourceAccess[];
}

export interface PermissionScope {
  id: string;
  value: string;
  type: "Admin" | "User";
  isEnabled: boolean;
  adminConsentDisplayName: string;
  adminConsentDescription: string;
  userConsentDisplayName?: string;
  userConsentDescription?: string;
}

export interface RequiredResourceAccess {
  /** Application ID of the API. */
  resourceAppId: string;
  /** `Role`: an application permission, `Scope`: a delegated one. */
  resourceAccess: { id: string; type: "Role" | "Scope" }[];
}

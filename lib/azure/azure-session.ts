import type { AzureCaller } from "./azure-http";
import type { AzureEnvironment } from "./environments";

/** Whoever Azure is asked as: an app by its secret, or an administrator who signed in. */
export interface AzureSession {
  kind: "app" | "administrator";
  caller: AzureCaller;
  /** An access token for Microsoft Graph. @throws AzureError */
  graphToken(): Promise<string>;
  /** An access token for Azure Resource Manager. @throws AzureError */
  armToken(): Promise<string>;
  /** Forgets the tokens. */
  close(): void;
}

/** What a token is asked for: an API of the environment, or a resource by its App ID URI. */
export type AzureResource = "graph" | "arm" | `https://${string}` | `api://${string}`;

/**
 * The scope that stands for every permission the app was granted on a resource. A resource id that ends in `/` keeps
 * it and gets another, or the token would not be for it (reference/protocols/identity.md §3.1).
 * @returns null when the environment has no such API
 */
export function scopeOf(environment: AzureEnvironment, resource: AzureResource): string | null {
  if (resource === "graph") return environment.graphUrl && `${environment.graphUrl}.default`;
  if (resource === "arm") return environment.armUrl && `${environment.armUrl}.default`;
  return `${resource}/.default`;
}

import type { Azure } from "./azure";
import type { AzureResource } from "./azure-session";
import { type AppCredential, openAppSession } from "./open-app-session";

export interface ClientSecretProof extends AppCredential {
  /** What the app's service needs a token for. */
  resource: AzureResource;
}

/**
 * Proves that a secret works now: a token is asked for with it, whatever is still in memory. A secret that was made a
 * moment ago may be refused as wrong for up to some minutes (reference/protocols/identity.md §8).
 * @throws AzureError `secret-wrong`, `secret-expired`, `tenant-not-found`, `app-not-in-tenant` …
 */
export async function proveClientSecret(
  azure: Azure,
  { resource, ...credential }: ClientSecretProof,
): Promise<void> {
  const session = openAppSession(azure, credential);
  try {
    await session.token(resource, { fresh: true });
  } finally {
    session.close();
  }
}

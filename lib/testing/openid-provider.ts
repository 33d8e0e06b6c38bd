import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

/**
 * An OpenID provider on loopback that insists on PKCE and signs in whoever comes, as `claims()` describe; they
 * need `oid`.
 */
export async function startOpenIdProvider(
  client: { id: string; secret: string; redirectUri: string },
  claims: () => Record<string, unknown>,
): Promise<{ issuer: string; close(): Promise<void> }> {
  let handle: Parameters<typeof createServer>[1];
  const server: Server = createServer((request, response) => handle?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    cookies: { keys: ["only-for-this-test"] },
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "oid", "roles"], email: ["email"] },
    // Entra ID puts the claims of its scopes into the ID token.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...claims() }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  const oidc = provider.callback();
  handle = async (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return oidc(request, response);
    await provider.interactionFinished(request, response, { login: { accountId: String(claims().oid) } });
  };
  return {
    issuer,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

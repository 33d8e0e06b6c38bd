/** Microsoft's own library, in a process that trusts the lab as any would: by NODE_EXTRA_CA_CERTS. */
import { once } from "node:events";
import {
  AuthError,
  type AuthenticationResult,
  ConfidentialClientApplication,
  CryptoProvider,
  PublicClientApplication,
} from "@azure/msal-node";
import { z } from "zod";

const auth = z.object({
  clientId: z.string(),
  authority: z.string(),
  clientSecret: z.string().optional(),
  knownAuthorities: z.array(z.string()),
});
const scopes = z.array(z.string());
const orders = z.discriminatedUnion("order", [
  /** A confidential client for each, and what each gets. */
  z.object({ order: z.literal("apps"), apps: z.array(z.object({ auth, scopes })) }),
  z.object({ order: z.literal("device"), auth, scopes }),
  /** @property next scopes of another API, asked for without the user */
  z.object({ order: z.literal("code"), auth, scopes, redirectUri: z.string(), next: scopes }),
]);
export type MsalOrder = z.input<typeof orders>;

const code = z.object({ code: z.string() });

async function main() {
  process.send?.({ ready: true });
  const order = orders.parse(await nextMessage());
  switch (order.order) {
    case "apps":
      return await Promise.all(order.apps.map(appToken));
    case "device":
      return await deviceToken(order);
    case "code":
      return await codeTokens(order);
  }
}

type Order<Kind> = Extract<z.output<typeof orders>, { order: Kind }>;

const appToken = ({ auth, scopes }: Order<"apps">["apps"][number]) =>
  new ConfidentialClientApplication({ auth })
    .acquireTokenByClientCredential({ scopes, skipCache: true })
    .then(tokensOf, errorOf);

async function deviceToken({ auth, scopes }: Order<"device">) {
  const deviceCodeCallback = ({ userCode, verificationUri }: { userCode: string; verificationUri: string }) =>
    void process.send?.({ userCode, verificationUri });
  return tokensOf(
    await new PublicClientApplication({ auth }).acquireTokenByDeviceCode({ scopes, deviceCodeCallback }),
  );
}

async function codeTokens({ auth, scopes, redirectUri, next }: Order<"code">) {
  const client = new PublicClientApplication({ auth });
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const pkce = { codeChallenge: challenge, codeChallengeMethod: "S256" };
  process.send?.({ url: await client.getAuthCodeUrl({ scopes, redirectUri, ...pkce }) });
  const answer = code.parse(await nextMessage());
  const first = await client.acquireTokenByCode({
    scopes,
    redirectUri,
    code: answer.code,
    codeVerifier: verifier,
  });
  const { account } = first;
  const second = account && (await client.acquireTokenSilent({ account, scopes: next }));
  return { ...tokensOf(first), next: tokensOf(second) };
}

const nextMessage = async (): Promise<unknown> => (await once(process, "message"))[0];

const tokensOf = (result: AuthenticationResult | null) =>
  result && {
    accessToken: result.accessToken,
    idTokenClaims: result.idTokenClaims,
    scopes: result.scopes,
    homeAccountId: result.account?.homeAccountId,
  };

const errorOf = (error: unknown) =>
  error instanceof AuthError
    ? {
        name: error.name,
        errorCode: error.errorCode,
        errorNo: "errorNo" in error ? error.errorNo : undefined,
        message: error.errorMessage,
      }
    : { name: "Error", message: String(error) };

main().then(
  (result) => process.send?.({ result }),
  (error: unknown) => process.send?.({ result: errorOf(error) }),
);

import { timingSafeEqual } from "node:crypto";
import { CryptoProvider, ResponseMode } from "@azure/msal-node";
import { z } from "zod";
import { type AdministratorSession, openAdministratorSession } from "./administrator-session";
import type { Azure } from "./azure";
import { AzureError } from "./azure-error";
import { redirectError } from "./login/login-error";
import { openSignInClient, type SignInClient } from "./login/open-sign-in-client";

export interface RedirectSignIn {
  /** Where the administrator's browser is sent. */
  url: string;
  /**
   * @param answer the query that the browser came back with, e.g. `code=…&state=…`
   * @throws AzureError `sign-in-declined`, `sign-in-expired`, `sign-in-mismatch`, `consent-missing` …
   */
  redeem(answer: string): Promise<AdministratorSession>;
}

const answerSchema = z.object({
  state: z.string().default(""),
  code: z.string().default(""),
  error: z.string().default(""),
  error_description: z.string().default(""),
});

/**
 * An administrator's sign-in by authorization code with PKCE (reference/protocols/identity.md §4). What proves that
 * the code is ours stays in this object: another process cannot redeem it.
 * @param azure stays the caller's, and open for as long as the session is used
 * @param options `redirectUri` must be one the environment's sign-in client is registered with; `state` comes back with
 *   the answer and tells which sign-in it belongs to
 */
export async function beginRedirectSignIn(
  azure: Azure,
  { tenantId, redirectUri, state }: { tenantId: string | null; redirectUri: string; state: string },
): Promise<RedirectSignIn> {
  const { http, environment } = azure;
  const signIn = openSignInClient(azure, tenantId);
  const crypto = new CryptoProvider();
  const { verifier, challenge } = await crypto.generatePkceCodes();
  const nonce = crypto.createNewGuid();
  const common = { scopes: signIn.scopes, redirectUri, correlationId: http.correlationId };
  const url = await signIn.network.run(() =>
    signIn.client.getAuthCodeUrl({
      ...common,
      responseMode: ResponseMode.QUERY,
      codeChallenge: challenge,
      codeChallengeMethod: "S256",
      prompt: "select_account",
      state,
      nonce,
    }),
  );

  return {
    url,
    async redeem(query) {
      const answer = answerSchema.parse(Object.fromEntries(new URLSearchParams(query)));
      const params = http.paramsOf({
        api: "login",
        caller: callerOf(signIn),
        url: environment.loginUrl ?? "",
      });
      const told = { ...params, status: 0, azureCode: "state", requestId: "" };
      if (!isSame(answer.state, state)) throw new AzureError("sign-in-mismatch", told);
      const { code } = answer;
      if (code === "") throw redirectError(answer.error, answer.error_description, params);
      const result = await signIn.network.run(() =>
        signIn.client.acquireTokenByCode({ ...common, code, codeVerifier: verifier, nonce }),
      );
      return openAdministratorSession(azure, { ...signIn, result });
    },
  };
}

const callerOf = ({ tenantId, clientId }: SignInClient) => ({ tenantId: tenantId ?? "", clientId });

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import { expect, it } from "vitest";
import { sayInEachLanguage } from "@/lib/i18n/testing/say";
import { AADSTS, OAUTH_ERRORS } from "./aadsts";
import { apiError } from "./api-error";
import { AZURE_ERROR_CODES, type AzureError } from "./azure-error";
import type { AzureRequest } from "./azure-http";
import { GRAPH_GRANTORS } from "./azure-need";
import { loginError, redirectError } from "./login/login-error";
import { proveClientSecret } from "./prove-client-secret";
import { signInByDeviceCode } from "./sign-in-by-device-code";
import { fakeAzure, json, TENANT, userTokens } from "./testing/fake-azure";
import type { Scripted } from "./testing/scripted-wire";
import { APP } from "./testing/test-session";

const READ: AzureRequest = {
  api: "graph",
  caller: { tenantId: TENANT, clientId: APP },
  method: "GET",
  url: "https://cloud.example/graph/v1.0/organization",
  repeatable: true,
};
const { http } = fakeAzure(() => undefined);
const params = http.paramsOf(READ);

const answerOf = (status: number, body: object) => ({
  status,
  header: () => undefined,
  body: Buffer.from(JSON.stringify(body)),
});

const failing = (work: Promise<unknown>): Promise<AzureError> =>
  work.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: AzureError) => error,
  );

function sent(answer: Scripted, request: Partial<AzureRequest> = {}): Promise<AzureError> {
  const azure = fakeAzure(() => answer);
  return azure.time.pass(failing(azure.http.send({ ...READ, ...request })));
}

function signedIn(tid: string): Promise<AzureError> {
  const code = {
    device_code: "d",
    user_code: "u",
    verification_uri: "https://x.example",
    expires_in: 9,
    interval: 1,
  };
  const azure = fakeAzure((what) => {
    if (what.endsWith("/devicecode")) return json(code);
    return what.endsWith("/token") ? userTokens({ tid }) : undefined;
  });
  const { signal } = new AbortController();
  return failing(signInByDeviceCode(azure, { tenantId: TENANT, onPrompt: async () => {}, signal }));
}

/** Failures as the wire makes them, every code at least once. */
async function everyFailure(): Promise<AzureError[]> {
  const need = { permission: "Directory.Read.All", grantedBy: GRAPH_GRANTORS, allowedTo: GRAPH_GRANTORS };
  const api = (status: number, code: string, details: object[] = [], kind: "app" | "administrator" = "app") =>
    apiError(answerOf(status, { error: { code, details } }), { params, need, session: { kind } });
  const noSignIn = fakeAzure(() => undefined);
  const unsigned = { ...noSignIn, environment: { ...noSignIn.environment, loginUrl: null } };
  const proof = { tenantId: TENANT, clientId: APP, secret: "s", resource: "graph" } as const;
  return [
    ...Object.keys(AADSTS).map((number) =>
      loginError(answerOf(400, {}), { error: "invalid_grant", error_codes: [Number(number)] }, params),
    ),
    loginError(answerOf(400, {}), undefined, params),
    ...Object.keys(AADSTS).map((number) => redirectError("access_denied", `AADSTS${number}: x`, params)),
    ...Object.keys(OAUTH_ERRORS).map((error) => redirectError(error, "", params)),
    redirectError("server_error", "", params),
    ...[400, 401, 403, 404, 409].map((status) => api(status, "Unheard")),
    api(403, "Unheard", [], "administrator"),
    api(400, "Request_BadRequest", [{ code: "ObjectConflict", target: "identifierUris" }]),
    api(400, "HostNameNotOnVerifiedDomain"),
    api(400, "CredentialTypeNotAllowedAsPerAppPolicy"),
    api(403, "RequestDisallowedByPolicy"),
    api(401, "InvalidAuthenticationTokenTenant"),
    await sent({ status: 429 }),
    await sent({ status: 429, headers: { "retry-after": "9000" } }),
    await sent({ status: 500 }),
    await sent({ status: 500 }, { repeatable: false }),
    await sent({ fails: "connection-lost" }, { repeatable: false }),
    await sent({ fails: "tls-untrusted" }),
    await sent({ status: 200 }, { url: "https://evil.example/" }),
    await signedIn(APP),
    await failing(proveClientSecret(unsigned, proof)),
    await failing(
      proveClientSecret(
        fakeAzure(() => json([])),
        proof,
      ),
    ),
  ];
}

const failures = await everyFailure();

/** Codes of the way there have their sentence where updates use it too. */
function say({ code, params: values }: AzureError): string[] {
  const area = AZURE_ERROR_CODES.some((own) => own === code) ? "azure" : "updates";
  return sayInEachLanguage(`${area}.failures.${code}`, values);
}

it("every code is one that the wire can come to", () => {
  const codes = new Set<string>(failures.map(({ code }) => code));
  expect(AZURE_ERROR_CODES.filter((code) => !codes.has(code))).toEqual([]);
});

it("every failure has all that its sentence says, in each language", () => {
  for (const failure of failures) {
    // A value that is missing throws.
    for (const sentence of say(failure)) expect(sentence, failure.code).toMatch(/^\S.{30,}$/s);
  }
});

it("what Azure calls it, and the id to ask support with, stand at the end", () => {
  const wrong = failures.find(({ code }) => code === "secret-wrong");
  if (!wrong) throw new Error("no failure");
  expect(say(wrong)).toEqual([
    expect.stringContaining(`(AADSTS7000215, correlation ID ${http.correlationId})`),
    expect.stringContaining(`(AADSTS7000215, Korrelations-ID ${http.correlationId})`),
  ]);
});

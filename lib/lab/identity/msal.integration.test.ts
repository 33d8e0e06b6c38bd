import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { SIGN_IN_CLIENT } from "../directory/microsoft-apps";
import { type AzureLab, LAB_PASSWORD, sampleApp, startAzureLab } from "../testing/azure-lab";
import { claimsOf as unverified } from "../testing/claims-of";
import type { MsalOrder } from "../testing/msal-process";
import { verifyAccessToken } from "./verify-access-token";

const PATIENCE_MS = 60_000;
const UNKNOWN = "11111111-2222-4333-8444-555555555555";

let lab: AzureLab;
let child: ChildProcess | undefined;

beforeAll(async () => {
  lab = await startAzureLab();
}, PATIENCE_MS);
afterEach(() => {
  lab.faults.clear();
  child?.kill();
});
afterAll(() => lab.close());

const tokens = z.object({
  accessToken: z.string(),
  scopes: z.array(z.string()),
  homeAccountId: z.string().optional(),
  idTokenClaims: z.record(z.string(), z.unknown()).optional(),
});
/** The library declares `errorNo` as a string and hands out a number. */
const failure = z.object({ errorCode: z.string(), errorNo: z.coerce.string(), message: z.string() });
const finished = z.object({ result: z.unknown() });

/** Hands an order to Microsoft's library in a process of its own. */
async function order(what: MsalOrder): Promise<ChildProcess> {
  const file = fileURLToPath(new URL("../testing/msal-process.ts", import.meta.url));
  const started = fork(file, {
    execArgv: [],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: lab.authorityFile },
  });
  child = started;
  await once(started, "message");
  started.send(what);
  return started;
}

const nextMessage = async (from: ChildProcess): Promise<unknown> => (await once(from, "message"))[0];

const authOf = (tenant: string, clientId: string, clientSecret?: string) => ({
  clientId,
  clientSecret,
  authority: `${lab.origin}/${tenant}`,
  knownAuthorities: [new URL(lab.origin).host],
});

const graph = () => `${lab.origin}/graph`;
const claimsOf = (accessToken: string, resource: "graph" | "arm" = "graph") => {
  const headers = { host: new URL(lab.origin).host, authorization: `Bearer ${accessToken}` };
  const verified = verifyAccessToken(lab.service, { headers }, resource);
  if (!verified.ok) throw new Error(verified.code);
  return verified.value.claims;
};

describe("a confidential client of Microsoft's library", () => {
  it(
    "gets a token for the right secret, and is told what is wrong with another",
    async () => {
      const app = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
      const expiring = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App with an expired secret");
      const { tenantId, clientId, secret } = app;
      const scopes = [`${graph()}/.default`];
      const apps = [
        authOf(tenantId, clientId, secret),
        authOf("contoso.com", expiring.clientId, expiring.secret),
        authOf(tenantId, clientId, `${secret}x`),
        authOf(tenantId, expiring.clientId, expiring.expired),
        authOf(tenantId, UNKNOWN, secret),
        authOf(UNKNOWN, clientId, secret),
      ].map((auth) => ({ auth, scopes }));
      const { result } = finished.parse(await nextMessage(await order({ order: "apps", apps })));
      const [right, other, wrong, expired, unknownApp, unknownTenant] = z.array(z.unknown()).parse(result);

      expect(claimsOf(tokens.parse(right).accessToken)).toMatchObject({
        appid: clientId,
        tid: tenantId,
        idtyp: "app",
        roles: ["Directory.Read.All"],
      });
      expect(claimsOf(tokens.parse(other).accessToken).appid).toBe(expiring.clientId);
      expect(failure.parse(wrong)).toMatchObject({ errorCode: "invalid_client", errorNo: "7000215" });
      expect(failure.parse(wrong).message).toContain(`AADSTS7000215: Invalid client secret provided.`);
      expect(failure.parse(expired)).toMatchObject({ errorCode: "invalid_client", errorNo: "7000222" });
      expect(failure.parse(unknownApp)).toMatchObject({
        errorCode: "unauthorized_client",
        errorNo: "700016",
      });
      // Discovery is what fails here, before any secret is sent.
      expect(JSON.stringify(unknownTenant)).toContain("endpoints_resolution_error");
    },
    PATIENCE_MS,
  );

  it(
    "works through the real service's names of the APIs, too",
    async () => {
      const { tenantId, clientId, secret } = sampleApp(lab.accounts, "Fabrikam", "ConfigMgr Server App");
      const names = ["https://graph.microsoft.com", "https://cmmicrosvc.manage.microsoft.com/"];
      const apps = names.map((name) => ({
        auth: authOf(tenantId, clientId, secret),
        scopes: [`${name}/.default`],
      }));
      const { result } = finished.parse(await nextMessage(await order({ order: "apps", apps })));
      const [first, second] = z.array(tokens).parse(result);

      expect(claimsOf(first?.accessToken ?? "").aud).toBe("https://graph.microsoft.com");
      expect(unverified(second?.accessToken ?? "")).toMatchObject({
        aud: "https://cmmicrosvc.manage.microsoft.com/",
        roles: ["CmCollectionData.Read", "CmCollectionData.Write"],
      });
    },
    PATIENCE_MS,
  );
});

describe("a public client of Microsoft's library", () => {
  const device = z.object({ userCode: z.string(), verificationUri: z.string() });

  it(
    "gets a user's token by a code that is typed on another device",
    async () => {
      const auth = authOf("contoso.onmicrosoft.com", SIGN_IN_CLIENT);
      const running = await order({ order: "device", auth, scopes: [`${graph()}/.default`] });
      const { userCode, verificationUri } = device.parse(await nextMessage(running));
      const done = nextMessage(running);

      const browser = lab.browser();
      await browser.visit(verificationUri);
      await browser.submit({ user_code: userCode.toLowerCase() });
      expect(browser.page).toContain("Microsoft Graph Command Line Tools");
      await browser.submit({ login: "global.admin@contoso.com", passwd: "wrong wrong wrong" });
      expect(browser.page).toContain("AADSTS50126");
      await browser.submit({ login: "Global.Admin@contoso.com", passwd: LAB_PASSWORD });
      expect(browser.page).toContain("You have signed in");

      const { accessToken, homeAccountId, idTokenClaims } = tokens.parse(finished.parse(await done).result);
      const claims = claimsOf(accessToken);
      expect(claims.scp?.split(" ")).toContain("Application.ReadWrite.All");
      expect(claims.wids).toContain("62e90394-69f5-4237-9190-012177145e10");
      expect(homeAccountId).toBe(`${claims.oid}.${claims.tid}`);
      expect(idTokenClaims).toMatchObject({
        preferred_username: "global.admin@contoso.com",
        tid: claims.tid,
      });
    },
    PATIENCE_MS,
  );

  it(
    "learns that the user refused",
    async () => {
      const auth = authOf("fabrikam.com", SIGN_IN_CLIENT);
      const running = await order({ order: "device", auth, scopes: [`${graph()}/User.Read`] });
      const { userCode, verificationUri } = device.parse(await nextMessage(running));
      const done = nextMessage(running);

      const browser = lab.browser();
      await browser.visit(verificationUri);
      await browser.submit({ user_code: userCode });
      await browser.submit({ login: "user@fabrikam.com", passwd: LAB_PASSWORD });
      expect(browser.page).toContain("Permissions requested");
      await browser.submit({ decision: "cancel" });

      const { result } = finished.parse(await done);
      expect(JSON.stringify(result)).toContain("authorization_declined");
    },
    PATIENCE_MS,
  );

  it(
    "signs in by an authorization code with PKCE, then gets a token for another API without the user",
    async () => {
      const redirectUri = "http://localhost:3000/azure/signed-in";
      const auth = authOf("contoso.com", SIGN_IN_CLIENT);
      const scopes = [`${graph()}/Application.ReadWrite.All`];
      const next = [`${lab.origin}/arm/user_impersonation`];
      const running = await order({ order: "code", auth, scopes, redirectUri, next });
      const { url } = z.object({ url: z.string() }).parse(await nextMessage(running));
      const browser = lab.browser();
      expect(await browser.visit(url)).toBeUndefined();
      const back = await browser.submit({ login: "app.admin@contoso.com", passwd: LAB_PASSWORD });
      expect(back?.href).toContain(redirectUri);
      const done = nextMessage(running);
      running.send({ code: back?.searchParams.get("code") });

      const { result } = finished.parse(await done);
      const both = tokens.extend({ next: tokens }).parse(result);
      expect(claimsOf(both.accessToken)).toMatchObject({ aud: graph(), idtyp: "user" });
      expect(claimsOf(both.next.accessToken, "arm")).toMatchObject({ scp: "user_impersonation" });
    },
    PATIENCE_MS,
  );
});

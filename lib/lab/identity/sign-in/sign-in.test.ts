import { createHash, createPublicKey, verify } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findApplication, findServicePrincipal, findUser } from "../../directory/find";
import { SIGN_IN_CLIENT } from "../../directory/microsoft-apps";
import type { Application, Tenant } from "../../directory/model";
import { type AzureLab, LAB_PASSWORD, sampleApp, startAzureLab } from "../../testing/azure-lab";
import type { LabBrowser } from "../../testing/lab-browser";

let lab: AzureLab;
let app: ReturnType<typeof sampleApp>;
let before: readonly Tenant[];
let browser: LabBrowser;

beforeAll(async () => {
  lab = await startAzureLab();
  app = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
  before = lab.service.directory.tenants();
}, 60_000);
beforeEach(() => {
  browser = lab.browser();
});
afterEach(async () => {
  lab.faults.clear();
  for (const tenant of before) await lab.service.directory.add(tenant);
});
afterAll(() => lab.close());

const REDIRECT = "http://localhost";
const VERIFIER = "v".repeat(43);
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

const authorizeUrl = (query: Record<string, string> = {}, tenant = "contoso.com") =>
  `${lab.origin}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams({
    client_id: app.clientId,
    response_type: "code",
    redirect_uri: REDIRECT,
    scope: "openid profile email",
    state: "state & more",
    ...query,
  })}`;

const login = (name: string, password = LAB_PASSWORD) => browser.submit({ login: name, passwd: password });

const redeem = (code: string | null | undefined, form: Record<string, string> = {}, tenant = "contoso.com") =>
  lab.post(`/${tenant}/oauth2/v2.0/token`, {
    grant_type: "authorization_code",
    client_id: app.clientId,
    client_secret: app.secret,
    redirect_uri: REDIRECT,
    code: code ?? "",
    ...form,
  });

const asPublic = { client_id: SIGN_IN_CLIENT, redirect_uri: "http://localhost:1234/back" };
const redeemAsPublic = (
  code: string | null | undefined,
  form: Record<string, string> = {},
  tenant?: string,
) =>
  lab.post(`/${tenant ?? "contoso.com"}/oauth2/v2.0/token`, {
    grant_type: "authorization_code",
    ...asPublic,
    code: code ?? "",
    ...form,
  });

const tenantOf = (domain: string): Tenant => {
  const tenant = lab.service.directory.tenant(domain);
  if (!tenant) throw new Error(`${domain} is not there`);
  return tenant;
};

const change = (domain: string, mutate: (tenant: Tenant, application: Application) => void) =>
  lab.service.directory.change(tenantOf(domain).id, (tenant) => {
    const application = findApplication(tenant, app.clientId) ?? tenant.applications[0];
    if (application) mutate(tenant, application);
  });

describe("the sign-in page", () => {
  it("brings the browser back with a code, once it knows who it is", async () => {
    expect(await browser.visit(authorizeUrl())).toBeUndefined();
    expect(browser.page).toContain("ConfigMgr Server App");
    const back = await login("user@contoso.com");
    expect(back?.origin).toBe(REDIRECT);
    expect(back?.searchParams.get("state")).toBe("state & more");

    const { status, body } = await redeem(back?.searchParams.get("code"));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", scope: "openid profile email" });
    expect(body.refresh_token).toBeUndefined();
  });

  it("says what is wrong with a user name or a password, and keeps what was typed", async () => {
    await browser.visit(authorizeUrl({ login_hint: "user@contoso.com" }));
    expect(browser.page).toContain('value="user@contoso.com"');
    await login("user@contoso.com", "not the password");
    expect(browser.page).toContain("AADSTS50126");
    await login(`<b>"nobody"</b>@contoso.com`);
    expect(browser.page).toContain("AADSTS50034");
    expect(browser.page).not.toContain("<b>");
    await change("contoso.com", ({ users }) => {
      for (const user of users) user.accountEnabled = false;
    });
    await login("user@contoso.com");
    expect(browser.page).toContain("AADSTS50057");
  });

  it("lets nobody of another tenant in, and everybody where no tenant is named", async () => {
    await browser.visit(authorizeUrl());
    await login("user@fabrikam.com");
    expect(browser.page).toContain("AADSTS50034");

    await browser.visit(authorizeUrl(asPublic, "organizations"));
    const back = await login("user@fabrikam.com");
    const { body } = await redeemAsPublic(back?.searchParams.get("code"), {}, "organizations");
    expect(claimsOf(body.id_token).tid).toBe(tenantOf("fabrikam.com").id);
  });

  it("knows the browser again, unless it is to ask anew", async () => {
    await browser.visit(authorizeUrl());
    await login("user@contoso.com");
    expect((await browser.visit(authorizeUrl()))?.searchParams.has("code")).toBe(true);
    expect(await browser.visit(authorizeUrl({ prompt: "login" }))).toBeUndefined();
    expect(browser.page).toContain("Password");
    expect((await login("user@contoso.com"))?.searchParams.has("code")).toBe(true);
  });

  it("does not ask when it must be silent", async () => {
    const back = await browser.visit(authorizeUrl({ prompt: "none" }));
    expect(back?.searchParams.get("error")).toBe("login_required");
    expect(back?.searchParams.get("state")).toBe("state & more");
  });

  it("forgets the browser at the sign-out, and leads back to registered addresses only", async () => {
    await browser.visit(authorizeUrl());
    await login("user@contoso.com");
    const logout = (to: string) =>
      `${lab.origin}/contoso.com/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(to)}`;
    expect(await browser.visit(logout("https://evil.example"))).toBeUndefined();
    expect((await browser.visit(logout(REDIRECT)))?.origin).toBe(REDIRECT);
    expect(await browser.visit(authorizeUrl())).toBeUndefined();
  });

  it.each([
    ["AADSTS50011", { redirect_uri: "http://localhost.example" }],
    ["AADSTS50011", { redirect_uri: "https://evil.example/" }],
    ["AADSTS700016", { client_id: "11111111-2222-4333-8444-555555555555" }],
    ["AADSTS90014", { client_id: "" }],
  ])("tells the user alone of %s, for %o", async (code, query) => {
    expect(await browser.visit(authorizeUrl(query))).toBeUndefined();
    expect(browser.page).toContain(code);
  });

  it("tells the app what else is wrong with its request", async () => {
    for (const [query, error] of [
      [{ response_type: "token" }, "unsupported_response_type"],
      [{ scope: "openid User.Read https://management.azure.com/.default" }, "invalid_scope"],
      [{ code_challenge: "x", code_challenge_method: "S1" }, "invalid_request"],
    ] as const)
      expect((await browser.visit(authorizeUrl(query)))?.searchParams.get("error")).toBe(error);
  });

  it("takes no form from another origin", async () => {
    const path = authorizeUrl().slice(lab.origin.length);
    const { status } = await lab.post(path, { login: "x" }, { origin: "https://evil.example" });
    expect(status).toBe(403);
  });

  it("answers by a form or in the fragment when it is asked to", async () => {
    await browser.visit(authorizeUrl({ response_mode: "form_post" }));
    expect(await login("user@contoso.com")).toBeUndefined();
    expect(browser.page).toContain(`<form method="post" action="${REDIRECT}">`);
    const code = /name="code" value="([^"]+)"/.exec(browser.page)?.[1];
    expect((await redeem(code)).status).toBe(200);

    const back = await browser.visit(authorizeUrl({ response_mode: "fragment" }));
    expect(new URLSearchParams(back?.hash.slice(1)).has("code")).toBe(true);
  });

  it("hands out an id_token at once, never in the query", async () => {
    await browser.visit(
      authorizeUrl({ response_type: "code id_token", response_mode: "query", nonce: "n1" }),
    );
    const back = await login("user@contoso.com");
    const answer = new URLSearchParams(back?.hash.slice(1));
    const half = createHash("sha256")
      .update(answer.get("code") ?? "")
      .digest()
      .subarray(0, 16);
    expect(claimsOf(answer.get("id_token") ?? "")).toMatchObject({
      nonce: "n1",
      c_hash: half.toString("base64url"),
    });
  });

  it("does not let those in that the app is not for", async () => {
    await change("contoso.com", ({ servicePrincipals }) => {
      for (const principal of servicePrincipals) principal.appRoleAssignmentRequired = true;
    });
    await browser.visit(authorizeUrl());
    expect(await login("user@contoso.com")).toBeUndefined();
    expect(browser.page).toContain("AADSTS50105");
  });

  it("keeps out what conditional access blocks", async () => {
    await change("contoso.com", ({ conditionalAccess }) =>
      conditionalAccess.blockedAppIds.push(app.clientId),
    );
    await browser.visit(authorizeUrl());
    expect(await login("user@contoso.com")).toBeUndefined();
    expect(browser.page).toContain("AADSTS53003");
    const silent = await browser.visit(authorizeUrl({ prompt: "none" }));
    expect(silent?.searchParams.get("error")).toBe("interaction_required");
  });
});

describe("a code", () => {
  const newCode = async (query: Record<string, string> = {}) => {
    await browser.visit(authorizeUrl(query));
    return (await login("user@contoso.com"))?.searchParams.get("code");
  };

  it("is good once", async () => {
    const code = await newCode();
    expect((await redeem(code)).status).toBe(200);
    expect((await redeem(code)).body).toMatchObject({ error: "invalid_grant", error_codes: [54005] });
  });

  it("is bound to the proof, the address and the client", async () => {
    const code = await newCode({ code_challenge: CHALLENGE, code_challenge_method: "S256" });
    expect((await redeem(code, { code_verifier: "w".repeat(43) })).body.error_codes).toEqual([501481]);
    expect((await redeem(code)).body.error_codes).toEqual([50148]);
    expect((await redeem(code, { redirect_uri: `${REDIRECT}/` })).body.error_codes).toEqual([500112]);
    expect((await redeem(code, { client_id: SIGN_IN_CLIENT })).body.error_codes).toEqual([9002313]);
    expect((await redeem(code, { client_secret: "" })).body.error_codes).toEqual([7000218]);
    expect((await redeem(code, { client_secret: "wrong" })).body.error_codes).toEqual([7000215]);
    expect((await redeem(code, {}, "fabrikam.com")).body.error_codes).toEqual([9002313]);
    expect((await redeem(code, { code_verifier: VERIFIER })).status).toBe(200);
  });

  it("expires", async () => {
    const code = await newCode();
    lab.switchOn({ fault: "clock-skew", seconds: 11 * 60 });
    expect((await redeem(code)).body.error_codes).toEqual([70008]);
  });

  it("without a proof takes none: nobody can slip one in", async () => {
    expect((await redeem(await newCode(), { code_verifier: VERIFIER })).body.error_codes).toEqual([50148]);
  });

  it("does not work for a user who was disabled meanwhile", async () => {
    const code = await newCode();
    await change("contoso.com", ({ users }) => {
      for (const user of users) user.accountEnabled = false;
    });
    expect((await redeem(code)).body.error_codes).toEqual([50057]);
  });

  it("of a public client takes no secret, whatever the port it listens on", async () => {
    await browser.visit(authorizeUrl(asPublic));
    const code = (await login("user@contoso.com"))?.searchParams.get("code");
    expect((await redeemAsPublic(code, { client_secret: "x" })).body.error_codes).toEqual([700025]);
    expect((await redeemAsPublic(code)).status).toBe(200);
  });
});

describe("an id_token", () => {
  it("is signed by the published key and says who it is, and only then a nonce", async () => {
    await browser.visit(authorizeUrl({ nonce: "n-0S6" }));
    const code = (await login("app.owner@contoso.com"))?.searchParams.get("code");
    const { body } = await redeem(code);
    const user = findUser(tenantOf("contoso.com"), "app.owner@contoso.com");
    const seconds = Date.now() / 1000;
    const claims = claimsOf(body.id_token);
    expect(claims).toMatchObject({
      iss: (await lab.get("/contoso.com/v2.0/.well-known/openid-configuration")).body.issuer,
      aud: app.clientId,
      oid: user?.id,
      tid: app.tenantId,
      nonce: "n-0S6",
      name: user?.displayName,
      preferred_username: "app.owner@contoso.com",
      email: "app.owner@contoso.com",
      ver: "2.0",
    });
    expect(claims.exp).toBeGreaterThan(seconds);
    expect(claims.iat).toBeLessThanOrEqual(seconds + 1);

    const [header = "", payload = "", signature = ""] = String(body.id_token).split(".");
    const { kid, alg } = JSON.parse(Buffer.from(header, "base64url").toString());
    const { keys } = (await lab.get(`/${app.tenantId}/discovery/v2.0/keys`)).body;
    const [key] = keys.filter((one: { kid: string }) => one.kid === kid);
    const isSigned = verify(
      "sha256",
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key, format: "jwk" }),
      Buffer.from(signature, "base64url"),
    );
    expect([alg, isSigned]).toEqual(["RS256", true]);

    const without = (await browser.visit(authorizeUrl()))?.searchParams.get("code");
    expect(claimsOf((await redeem(without)).body.id_token)).not.toHaveProperty("nonce");
  });

  it("lists the roles at the app, the user's own and those of groups", async () => {
    const role = (value: string, id: string) => ({
      id,
      value,
      displayName: value,
      description: value,
      allowedMemberTypes: ["User" as const],
      isEnabled: true,
    });
    const own = role("Portal.Admin", "10000000-0000-4000-8000-000000000001");
    const ofGroup = role("Portal.Reader", "10000000-0000-4000-8000-000000000002");
    await change("contoso.com", (tenant, application) => {
      application.appRoles = [own, ofGroup];
      const resourceId = findServicePrincipal(tenant, application.appId)?.id ?? "";
      const admin = findUser(tenant, "global.admin@contoso.com");
      const createdDateTime = new Date().toISOString();
      for (const [appRoleId, principalId, principalType] of [
        [own.id, admin?.id, "User"],
        [ofGroup.id, tenant.groups[0]?.id, "Group"],
      ] as const)
        tenant.appRoleAssignments.push({
          id: appRoleId,
          createdDateTime,
          appRoleId,
          principalId: principalId ?? "",
          principalType,
          resourceId,
        });
    });
    await browser.visit(authorizeUrl());
    const code = (await login("global.admin@contoso.com"))?.searchParams.get("code");
    expect(claimsOf((await redeem(code)).body.id_token).roles).toEqual(["Portal.Admin", "Portal.Reader"]);
  });
});

describe("consent", () => {
  const ask = (scope: string, query: Record<string, string> = {}) =>
    authorizeUrl({ ...asPublic, scope, ...query }, "fabrikam.com");
  const redeemHere = (back: URL | undefined, form = {}) =>
    redeemAsPublic(back?.searchParams.get("code"), form, "fabrikam.com");

  it("of a user is for that user", async () => {
    await browser.visit(ask("User.Read offline_access"));
    await login("user@fabrikam.com");
    expect(browser.page).toContain("Sign in and read user profile");
    expect(browser.page).not.toContain("organization");
    const { body } = await redeemHere(await browser.submit({ decision: "accept" }));
    expect(body.scope).toBe("User.Read");
    expect(claimsOf(body.access_token)).toMatchObject({ scp: "User.Read", idtyp: "user" });

    expect((await browser.visit(ask("User.Read")))?.searchParams.has("code")).toBe(true);
    browser = lab.browser();
    await browser.visit(ask("User.Read"));
    expect(await login("app.owner@fabrikam.com")).toBeUndefined();
  });

  it("of an administrator can be for everybody", async () => {
    await browser.visit(ask("Application.ReadWrite.All"));
    await login("app.admin@fabrikam.com");
    expect(browser.page).toContain("Consent on behalf of your organization");
    await browser.submit({ decision: "accept", for_all: "1" });
    browser = lab.browser();
    await browser.visit(ask("Application.ReadWrite.All"));
    const { body } = await redeemHere(await login("user@fabrikam.com"));
    expect(claimsOf(body.access_token)).toMatchObject({ scp: "Application.ReadWrite.All" });
  });

  it("is not a user's to give for what takes an administrator", async () => {
    await browser.visit(ask("Application.ReadWrite.All"));
    await login("user@fabrikam.com");
    expect(browser.page).toContain("Need admin approval");
    await browser.submit({ decision: "accept", for_all: "1" });
    expect(browser.page).toContain("Need admin approval");
    const back = await browser.submit({ decision: "give-up" });
    expect(back?.searchParams.get("error")).toBe("consent_required");
    expect(back?.searchParams.get("error_description")).toContain("AADSTS90094");
  });

  it("can be refused", async () => {
    await browser.visit(ask("User.Read"));
    await login("user@fabrikam.com");
    const back = await browser.submit({ decision: "cancel" });
    expect(back?.searchParams.get("error")).toBe("access_denied");
  });

  it("is asked for all that was registered by .default, and again on demand", async () => {
    await browser.visit(ask("https://graph.microsoft.com/.default"));
    await login("global.admin@fabrikam.com");
    const { body } = await redeemHere(await browser.submit({ decision: "accept" }));
    expect(claimsOf(body.access_token).scp).toContain("AppRoleAssignment.ReadWrite.All");
    expect(await browser.visit(ask("User.Read", { prompt: "consent" }))).toBeUndefined();
    expect((await browser.submit({ decision: "accept" }))?.searchParams.has("code")).toBe(true);
  });

  it("is missed when a refresh token is to open another API", async () => {
    await browser.visit(ask("User.Read offline_access"));
    await login("user@fabrikam.com");
    const first = await redeemHere(await browser.submit({ decision: "accept" }));
    const refresh = (scope: string) =>
      lab.post("/fabrikam.com/oauth2/v2.0/token", {
        grant_type: "refresh_token",
        client_id: SIGN_IN_CLIENT,
        refresh_token: first.body.refresh_token,
        scope,
      });
    const again = await refresh("User.Read");
    expect(again.status).toBe(200);
    expect(again.body.refresh_token).not.toBe(first.body.refresh_token);
    expect((await refresh("https://management.azure.com/.default")).body).toMatchObject({
      error: "invalid_grant",
      error_codes: [65001],
    });
    lab.switchOn({ fault: "revoked-consent", appId: SIGN_IN_CLIENT });
    expect((await refresh("User.Read")).body.error_codes).toEqual([65001]);
  });
});

describe("an administrator's consent for an app", () => {
  const askFor = (key: string, tenant = "contoso.com") => {
    const { clientId } = sampleApp(lab.accounts, "Contoso", key);
    return `${lab.origin}/${tenant}/adminconsent?client_id=${clientId}&state=s&redirect_uri=${REDIRECT}`;
  };
  const NAME = "ConfigMgr Server App without consent";

  it("grants what its registration lists", async () => {
    const other = sampleApp(lab.accounts, "Contoso", NAME);
    await browser.visit(askFor(NAME));
    await login("global.admin@contoso.com");
    expect(browser.page).toContain("Read directory data");
    const back = await browser.submit({ decision: "accept" });
    expect(Object.fromEntries(back?.searchParams ?? [])).toEqual({
      admin_consent: "True",
      tenant: other.tenantId,
      state: "s",
    });
    const { body } = await lab.post("/contoso.com/oauth2/v2.0/token", {
      grant_type: "client_credentials",
      client_id: other.clientId,
      client_secret: other.secret,
      scope: "https://graph.microsoft.com/.default",
    });
    expect(claimsOf(body.access_token).roles).toEqual(["Directory.Read.All"]);
  });

  it("takes more than an application administrator where Graph is concerned", async () => {
    await browser.visit(askFor(NAME));
    const back = await login("app.admin@contoso.com");
    expect(back?.searchParams.get("error")).toBe("permission_denied");
  });

  it("can be refused", async () => {
    await browser.visit(askFor(NAME));
    await login("global.admin@contoso.com");
    expect((await browser.submit({ decision: "cancel" }))?.searchParams.get("error")).toBe("access_denied");
  });
});

describe("who the bearer of a token is", () => {
  it("is told to Graph's tokens alone", async () => {
    await browser.visit(authorizeUrl(asPublic));
    const { body } = await redeemAsPublic((await login("user@contoso.com"))?.searchParams.get("code"));
    const info = await lab.get("/oidc/userinfo", { authorization: `Bearer ${body.access_token}` });
    expect(info.body).toMatchObject({ email: "user@contoso.com" });
    expect((await lab.get("/oidc/userinfo", { authorization: `Bearer ${body.id_token}` })).status).toBe(401);
  });
});

describe("a device", () => {
  it("is not signed in by whoever is signed in in the browser, and by no code of another", async () => {
    await browser.visit(authorizeUrl());
    await login("user@contoso.com");
    const { body } = await lab.post("/contoso.com/oauth2/v2.0/devicecode", {
      client_id: SIGN_IN_CLIENT,
      scope: "User.Read",
    });
    await browser.visit(`${body.verification_uri}?otc=${body.user_code}`);
    await browser.submit({ user_code: "NOBODYS99" });
    expect(browser.page).toContain("didn’t work");
    await browser.submit({ user_code: body.user_code });
    expect(browser.page).toContain("Password");
  });
});

const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString());

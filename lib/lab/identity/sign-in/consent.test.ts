import { describe, expect, it } from "vitest";
import { SIGN_IN_CLIENT } from "../../directory/microsoft-apps";
import { sampleApp } from "../../testing/azure-lab";
import { claimsOf } from "../../testing/claims-of";
import { asPublic, REDIRECT, signInLab } from "../../testing/sign-in-lab";

const lab = signInLab();

describe("consent", () => {
  const ask = (scope: string, query: Record<string, string> = {}) =>
    lab.authorizeUrl({ ...asPublic, scope, ...query }, "fabrikam.com");
  const redeemHere = (back: URL | undefined, form = {}) =>
    lab.redeemAsPublic(back?.searchParams.get("code"), form, "fabrikam.com");

  it("of a user is for that user", async () => {
    await lab.browser.visit(ask("User.Read offline_access"));
    await lab.login("user@fabrikam.com");
    expect(lab.browser.page).toContain("Sign in and read user profile");
    expect(lab.browser.page).not.toContain("organization");
    const { body } = await redeemHere(await lab.browser.submit({ decision: "accept" }));
    expect(body.scope).toBe("User.Read");
    expect(claimsOf(body.access_token)).toMatchObject({ scp: "User.Read", idtyp: "user" });

    expect((await lab.browser.visit(ask("User.Read")))?.searchParams.has("code")).toBe(true);
    lab.useAnotherBrowser();
    await lab.browser.visit(ask("User.Read"));
    expect(await lab.login("app.owner@fabrikam.com")).toBeUndefined();
  });

  it("of an administrator can be for everybody", async () => {
    await lab.browser.visit(ask("Application.ReadWrite.All"));
    await lab.login("app.admin@fabrikam.com");
    expect(lab.browser.page).toContain("Consent on behalf of your organization");
    await lab.browser.submit({ decision: "accept", for_all: "1" });
    lab.useAnotherBrowser();
    await lab.browser.visit(ask("Application.ReadWrite.All"));
    const { body } = await redeemHere(await lab.login("user@fabrikam.com"));
    expect(claimsOf(body.access_token)).toMatchObject({ scp: "Application.ReadWrite.All" });
  });

  it("is not a user's to give for what takes an administrator", async () => {
    await lab.browser.visit(ask("Application.ReadWrite.All"));
    await lab.login("user@fabrikam.com");
    expect(lab.browser.page).toContain("Need admin approval");
    await lab.browser.submit({ decision: "accept", for_all: "1" });
    expect(lab.browser.page).toContain("Need admin approval");
    const back = await lab.browser.submit({ decision: "give-up" });
    expect(back?.searchParams.get("error")).toBe("consent_required");
    expect(back?.searchParams.get("error_description")).toContain("AADSTS90094");
  });

  it("can be refused", async () => {
    await lab.browser.visit(ask("User.Read"));
    await lab.login("user@fabrikam.com");
    const back = await lab.browser.submit({ decision: "cancel" });
    expect(back?.searchParams.get("error")).toBe("access_denied");
  });

  it("is asked for all that was registered by .default, and again on demand", async () => {
    await lab.browser.visit(ask("https://graph.microsoft.com/.default"));
    await lab.login("global.admin@fabrikam.com");
    const { body } = await redeemHere(await lab.browser.submit({ decision: "accept" }));
    expect(claimsOf(body.access_token).scp).toContain("AppRoleAssignment.ReadWrite.All");
    expect(await lab.browser.visit(ask("User.Read", { prompt: "consent" }))).toBeUndefined();
    expect((await lab.browser.submit({ decision: "accept" }))?.searchParams.has("code")).toBe(true);
  });

  it("is missed when a refresh token is to open another API", async () => {
    await lab.browser.visit(ask("User.Read offline_access"));
    await lab.login("user@fabrikam.com");
    const first = await redeemHere(await lab.browser.submit({ decision: "accept" }));
    const refresh = (scope: string) =>
      lab.azure.post("/fabrikam.com/oauth2/v2.0/token", {
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
    lab.azure.switchOn({ fault: "revoked-consent", appId: SIGN_IN_CLIENT });
    expect((await refresh("User.Read")).body.error_codes).toEqual([65001]);
  });
});

describe("an administrator's consent for an app", () => {
  const askFor = (key: string, tenant = "contoso.com") => {
    const { clientId } = sampleApp(lab.azure.accounts, "Contoso", key);
    return `${lab.azure.origin}/${tenant}/adminconsent?client_id=${clientId}&state=s&redirect_uri=${REDIRECT}`;
  };
  const NAME = "ConfigMgr Server App without consent";

  it("grants what its registration lists", async () => {
    const other = sampleApp(lab.azure.accounts, "Contoso", NAME);
    await lab.browser.visit(askFor(NAME));
    await lab.login("global.admin@contoso.com");
    expect(lab.browser.page).toContain("Read directory data");
    const back = await lab.browser.submit({ decision: "accept" });
    expect(Object.fromEntries(back?.searchParams ?? [])).toEqual({
      admin_consent: "True",
      tenant: other.tenantId,
      state: "s",
    });
    const { body } = await lab.azure.post("/contoso.com/oauth2/v2.0/token", {
      grant_type: "client_credentials",
      client_id: other.clientId,
      client_secret: other.secret,
      scope: "https://graph.microsoft.com/.default",
    });
    expect(claimsOf(body.access_token).roles).toEqual(["Directory.Read.All"]);
  });

  it("takes more than an application administrator where Graph is concerned", async () => {
    await lab.browser.visit(askFor(NAME));
    const back = await lab.login("app.admin@contoso.com");
    expect(back?.searchParams.get("error")).toBe("permission_denied");
  });

  it("can be refused", async () => {
    await lab.browser.visit(askFor(NAME));
    await lab.login("global.admin@contoso.com");
    expect((await lab.browser.submit({ decision: "cancel" }))?.searchParams.get("error")).toBe(
      "access_denied",
    );
  });
});

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SIGN_IN_CLIENT } from "../../directory/microsoft-apps";
import { claimsOf } from "../../testing/claims-of";
import { asPublic, REDIRECT, signInLab } from "../../testing/sign-in-lab";

const lab = signInLab();

describe("the sign-in page", () => {
  it("brings the browser back with a code, once it knows who it is", async () => {
    expect(await lab.browser.visit(lab.authorizeUrl())).toBeUndefined();
    expect(lab.browser.page).toContain("ConfigMgr Server App");
    const back = await lab.login("user@contoso.com");
    expect(back?.origin).toBe(REDIRECT);
    expect(back?.searchParams.get("state")).toBe("state & more");

    const { status, body } = await lab.redeem(back?.searchParams.get("code"));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", scope: "openid profile email" });
    expect(body.refresh_token).toBeUndefined();
  });

  it("says what is wrong with a user name or a password, and keeps what was typed", async () => {
    await lab.browser.visit(lab.authorizeUrl({ login_hint: "user@contoso.com" }));
    expect(lab.browser.page).toContain('value="user@contoso.com"');
    await lab.login("user@contoso.com", "not the password");
    expect(lab.browser.page).toContain("AADSTS50126");
    await lab.login(`<b>"nobody"</b>@contoso.com`);
    expect(lab.browser.page).toContain("AADSTS50034");
    expect(lab.browser.page).not.toContain("<b>");
    await lab.change("contoso.com", ({ users }) => {
      for (const user of users) user.accountEnabled = false;
    });
    await lab.login("user@contoso.com");
    expect(lab.browser.page).toContain("AADSTS50057");
  });

  it("lets nobody of another tenant in, and everybody where no tenant is named", async () => {
    await lab.browser.visit(lab.authorizeUrl());
    await lab.login("user@fabrikam.com");
    expect(lab.browser.page).toContain("AADSTS50034");

    await lab.browser.visit(lab.authorizeUrl(asPublic, "organizations"));
    const back = await lab.login("user@fabrikam.com");
    const { body } = await lab.redeemAsPublic(back?.searchParams.get("code"), {}, "organizations");
    expect(claimsOf(body.id_token).tid).toBe(lab.tenantOf("fabrikam.com").id);
  });

  it("knows the browser again, unless it is to ask anew", async () => {
    await lab.browser.visit(lab.authorizeUrl());
    await lab.login("user@contoso.com");
    expect((await lab.browser.visit(lab.authorizeUrl()))?.searchParams.has("code")).toBe(true);
    expect(await lab.browser.visit(lab.authorizeUrl({ prompt: "login" }))).toBeUndefined();
    expect(lab.browser.page).toContain("Password");
    expect((await lab.login("user@contoso.com"))?.searchParams.has("code")).toBe(true);
  });

  it("does not ask when it must be silent", async () => {
    const back = await lab.browser.visit(lab.authorizeUrl({ prompt: "none" }));
    expect(back?.searchParams.get("error")).toBe("login_required");
    expect(back?.searchParams.get("state")).toBe("state & more");
  });

  it("forgets the browser at the sign-out, and leads back to registered addresses only", async () => {
    await lab.browser.visit(lab.authorizeUrl());
    await lab.login("user@contoso.com");
    const logout = (to: string) =>
      `${lab.azure.origin}/contoso.com/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(to)}`;
    expect(await lab.browser.visit(logout("https://evil.example"))).toBeUndefined();
    expect((await lab.browser.visit(logout(REDIRECT)))?.origin).toBe(REDIRECT);
    expect(await lab.browser.visit(lab.authorizeUrl())).toBeUndefined();
  });

  it.each([
    ["AADSTS50011", { redirect_uri: "http://localhost.example" }],
    ["AADSTS50011", { redirect_uri: "https://evil.example/" }],
    ["AADSTS700016", { client_id: "11111111-2222-4333-8444-555555555555" }],
    ["AADSTS90014", { client_id: "" }],
  ])("tells the user alone of %s, for %o", async (code, query) => {
    expect(await lab.browser.visit(lab.authorizeUrl(query))).toBeUndefined();
    expect(lab.browser.page).toContain(code);
  });

  it("tells the app what else is wrong with its request", async () => {
    for (const [query, error] of [
      [{ response_type: "token" }, "unsupported_response_type"],
      [{ scope: "openid User.Read https://management.azure.com/.default" }, "invalid_scope"],
      [{ code_challenge: "x", code_challenge_method: "S1" }, "invalid_request"],
    ] as const)
      expect((await lab.browser.visit(lab.authorizeUrl(query)))?.searchParams.get("error")).toBe(error);
  });

  it("takes no form from another origin", async () => {
    const path = lab.authorizeUrl().slice(lab.azure.origin.length);
    const { status } = await lab.azure.post(path, { login: "x" }, { origin: "https://evil.example" });
    expect(status).toBe(403);
  });

  it("answers by a form or in the fragment when it is asked to", async () => {
    await lab.browser.visit(lab.authorizeUrl({ response_mode: "form_post" }));
    expect(await lab.login("user@contoso.com")).toBeUndefined();
    expect(lab.browser.page).toContain(`<form method="post" action="${REDIRECT}">`);
    const code = /name="code" value="([^"]+)"/.exec(lab.browser.page)?.[1];
    expect((await lab.redeem(code)).status).toBe(200);

    const back = await lab.browser.visit(lab.authorizeUrl({ response_mode: "fragment" }));
    expect(new URLSearchParams(back?.hash.slice(1)).has("code")).toBe(true);
  });

  it("hands out an id_token at once, never in the query", async () => {
    await lab.browser.visit(
      lab.authorizeUrl({ response_type: "code id_token", response_mode: "query", nonce: "n1" }),
    );
    const back = await lab.login("user@contoso.com");
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
    await lab.change("contoso.com", ({ servicePrincipals }) => {
      for (const principal of servicePrincipals) principal.appRoleAssignmentRequired = true;
    });
    await lab.browser.visit(lab.authorizeUrl());
    expect(await lab.login("user@contoso.com")).toBeUndefined();
    expect(lab.browser.page).toContain("AADSTS50105");
  });

  it("keeps out what conditional access blocks", async () => {
    await lab.change("contoso.com", ({ conditionalAccess }) =>
      conditionalAccess.blockedAppIds.push(lab.app.clientId),
    );
    await lab.browser.visit(lab.authorizeUrl());
    expect(await lab.login("user@contoso.com")).toBeUndefined();
    expect(lab.browser.page).toContain("AADSTS53003");
    const silent = await lab.browser.visit(lab.authorizeUrl({ prompt: "none" }));
    expect(silent?.searchParams.get("error")).toBe("interaction_required");
  });
});

describe("a device", () => {
  it("is not signed in by whoever is signed in in the browser, and by no code of another", async () => {
    await lab.browser.visit(lab.authorizeUrl());
    await lab.login("user@contoso.com");
    const { body } = await lab.azure.post("/contoso.com/oauth2/v2.0/devicecode", {
      client_id: SIGN_IN_CLIENT,
      scope: "User.Read",
    });
    await lab.browser.visit(`${body.verification_uri}?otc=${body.user_code}`);
    await lab.browser.submit({ user_code: "NOBODYS99" });
    expect(lab.browser.page).toContain("didn’t work");
    await lab.browser.submit({ user_code: body.user_code });
    expect(lab.browser.page).toContain("Password");
  });
});

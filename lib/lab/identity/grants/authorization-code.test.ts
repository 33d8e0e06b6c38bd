import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SIGN_IN_CLIENT } from "../../directory/microsoft-apps";
import { asPublic, REDIRECT, signInLab } from "../../testing/sign-in-lab";

const lab = signInLab();

const VERIFIER = "v".repeat(43);
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

describe("a code", () => {
  const newCode = async (query: Record<string, string> = {}) => {
    await lab.browser.visit(lab.authorizeUrl(query));
    return (await lab.login("user@contoso.com"))?.searchParams.get("code");
  };

  it("is good once", async () => {
    const code = await newCode();
    expect((await lab.redeem(code)).status).toBe(200);
    expect((await lab.redeem(code)).body).toMatchObject({ error: "invalid_grant", error_codes: [54005] });
  });

  it("is bound to the proof, the address and the client", async () => {
    const code = await newCode({ code_challenge: CHALLENGE, code_challenge_method: "S256" });
    expect((await lab.redeem(code, { code_verifier: "w".repeat(43) })).body.error_codes).toEqual([501481]);
    expect((await lab.redeem(code)).body.error_codes).toEqual([50148]);
    expect((await lab.redeem(code, { redirect_uri: `${REDIRECT}/` })).body.error_codes).toEqual([500112]);
    expect((await lab.redeem(code, { client_id: SIGN_IN_CLIENT })).body.error_codes).toEqual([9002313]);
    expect((await lab.redeem(code, { client_secret: "" })).body.error_codes).toEqual([7000218]);
    expect((await lab.redeem(code, { client_secret: "wrong" })).body.error_codes).toEqual([7000215]);
    expect((await lab.redeem(code, {}, "fabrikam.com")).body.error_codes).toEqual([9002313]);
    expect((await lab.redeem(code, { code_verifier: VERIFIER })).status).toBe(200);
  });

  it("expires", async () => {
    const code = await newCode();
    lab.azure.switchOn({ fault: "clock-skew", seconds: 11 * 60 });
    expect((await lab.redeem(code)).body.error_codes).toEqual([70008]);
  });

  it("without a proof takes none: nobody can slip one in", async () => {
    expect((await lab.redeem(await newCode(), { code_verifier: VERIFIER })).body.error_codes).toEqual([
      50148,
    ]);
  });

  it("does not work for a user who was disabled meanwhile", async () => {
    const code = await newCode();
    await lab.change("contoso.com", ({ users }) => {
      for (const user of users) user.accountEnabled = false;
    });
    expect((await lab.redeem(code)).body.error_codes).toEqual([50057]);
  });

  it("of a public client takes no secret, whatever the port it listens on", async () => {
    await lab.browser.visit(lab.authorizeUrl(asPublic));
    const code = (await lab.login("user@contoso.com"))?.searchParams.get("code");
    expect((await lab.redeemAsPublic(code, { client_secret: "x" })).body.error_codes).toEqual([700025]);
    expect((await lab.redeemAsPublic(code)).status).toBe(200);
  });
});

describe("who the bearer of a token is", () => {
  it("is told to Graph's tokens alone", async () => {
    await lab.browser.visit(lab.authorizeUrl(asPublic));
    const { body } = await lab.redeemAsPublic(
      (await lab.login("user@contoso.com"))?.searchParams.get("code"),
    );
    const info = await lab.azure.get("/oidc/userinfo", { authorization: `Bearer ${body.access_token}` });
    expect(info.body).toMatchObject({ email: "user@contoso.com" });
    expect((await lab.azure.get("/oidc/userinfo", { authorization: `Bearer ${body.id_token}` })).status).toBe(
      401,
    );
  });
});

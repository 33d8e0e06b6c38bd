import { createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { findServicePrincipal, findUser } from "../directory/find";
import { claimsOf } from "../testing/claims-of";
import { signInLab } from "../testing/sign-in-lab";

const lab = signInLab();

describe("an id_token", () => {
  it("is signed by the published key and says who it is, and only then a nonce", async () => {
    await lab.browser.visit(lab.authorizeUrl({ nonce: "n-0S6" }));
    const code = (await lab.login("app.owner@contoso.com"))?.searchParams.get("code");
    const { body } = await lab.redeem(code);
    const user = findUser(lab.tenantOf("contoso.com"), "app.owner@contoso.com");
    const seconds = Date.now() / 1000;
    const claims = claimsOf(body.id_token);
    expect(claims).toMatchObject({
      iss: (await lab.azure.get("/contoso.com/v2.0/.well-known/openid-configuration")).body.issuer,
      aud: lab.app.clientId,
      oid: user?.id,
      tid: lab.app.tenantId,
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
    const { keys } = (await lab.azure.get(`/${lab.app.tenantId}/discovery/v2.0/keys`)).body;
    const [key] = keys.filter((one: { kid: string }) => one.kid === kid);
    const isSigned = verify(
      "sha256",
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key, format: "jwk" }),
      Buffer.from(signature, "base64url"),
    );
    expect([alg, isSigned]).toEqual(["RS256", true]);

    const without = (await lab.browser.visit(lab.authorizeUrl()))?.searchParams.get("code");
    expect(claimsOf((await lab.redeem(without)).body.id_token)).not.toHaveProperty("nonce");
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
    await lab.change("contoso.com", (tenant, application) => {
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
    await lab.browser.visit(lab.authorizeUrl());
    const code = (await lab.login("global.admin@contoso.com"))?.searchParams.get("code");
    expect(claimsOf((await lab.redeem(code)).body.id_token).roles).toEqual(["Portal.Admin", "Portal.Reader"]);
  });
});

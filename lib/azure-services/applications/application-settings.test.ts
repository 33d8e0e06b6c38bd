import { describe, expect, it } from "vitest";
import {
  clientApplication,
  mergeAccess,
  type PresentSettings,
  serverApplication,
  updatedClient,
  updatedServer,
} from "./application-settings";

const GRAPH = "00000003-0000-0000-c000-000000000000";
const OTHER = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
const role = (id: string) => ({ id, type: "Role" as const });
const present: PresentSettings = {
  displayName: "App",
  homePageUrl: "https://home",
  redirectUris: ["https://gateway.contoso.com/CCM_Proxy_ServerAuth/ImplicitAuth"],
  publicRedirectUris: ["https://reply"],
  scopes: [],
  requiredResourceAccess: [{ resourceAppId: OTHER, resourceAccess: [role("x")] }],
};

describe("a new web app", () => {
  it("is of its tenant only, asks for its permissions and offers user_impersonation", () => {
    const permissions = [{ resourceAppId: GRAPH, resourceAccess: [role("a")] }];
    const app = {
      name: "App",
      appIdUri: "api://a/b",
      homePageUrl: "https://home",
      scopeId: "s",
      permissions,
    };
    expect(serverApplication(app)).toMatchObject({
      displayName: "App",
      signInAudience: "AzureADMyOrg",
      identifierUris: ["api://a/b"],
      web: { homePageUrl: "https://home", implicitGrantSettings: { enableIdTokenIssuance: true } },
      api: { oauth2PermissionScopes: [{ id: "s", value: "user_impersonation", isEnabled: true }] },
      requiredResourceAccess: permissions,
    });
  });
});

describe("a new native app", () => {
  it("is a public client", () => {
    expect(clientApplication({ name: "App", replyUrl: "https://reply", permissions: [] })).toMatchObject({
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ["https://reply"] },
    });
  });
});

describe("the settings of a web app, updated,", () => {
  it("keep what others set there", () => {
    const updated = updatedServer(present, [{ resourceAppId: GRAPH, resourceAccess: [role("a")] }], "s");
    expect(updated.web?.redirectUris).toEqual([...present.redirectUris, "http://localhost"]);
    expect(updated.web?.homePageUrl).toBe("https://home");
    expect(updated.requiredResourceAccess).toEqual([
      ...present.requiredResourceAccess,
      { resourceAppId: GRAPH, resourceAccess: [role("a")] },
    ]);
  });

  it("leave an enabled scope as it is: it cannot be replaced", () => {
    const [scope] = updatedServer(present, [], "old").api?.oauth2PermissionScopes ?? [];
    if (!scope) throw new Error("no scope");
    const again = updatedServer({ ...present, scopes: [scope] }, [], "new");
    expect(again.api?.oauth2PermissionScopes).toEqual([scope]);
  });

  it("are the same when they are updated twice", () => {
    const needed = [{ resourceAppId: GRAPH, resourceAccess: [role("a"), role("b")] }];
    expect(mergeAccess(mergeAccess([], needed), needed)).toEqual(needed);
  });
});

it("the settings of a native app, updated, have the redirect to the broker beside what was there", () => {
  expect(updatedClient(present, [], "app")).toMatchObject({
    isFallbackPublicClient: true,
    publicClient: { redirectUris: ["https://reply", "ms-appx-web://Microsoft.AAD.BrokerPlugin/app"] },
  });
});

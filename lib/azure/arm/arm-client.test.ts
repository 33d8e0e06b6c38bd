import { describe, expect, it } from "vitest";
import { CloudRefusedError } from "@/lib/connectivity/cloud-client";
import { fakeAzure, json } from "../testing/fake-azure";
import type { Scripted } from "../testing/scripted-wire";
import { APP, testSession } from "../testing/test-session";
import { openArm } from "./arm-client";
import { listSubscriptions } from "./list-subscriptions";

const SUBSCRIPTION = "0a0a0a0a-1b1b-4c2c-8d3d-4e4e4e4e4e4e";

function armOf(answer: (what: string, index: number) => Scripted | undefined, session = testSession()) {
  let index = 0;
  const azure = fakeAzure((what) => answer(what, index++));
  return { ...azure, arm: openArm(azure, session) };
}

const subscription = (displayName: string) => ({
  id: `/subscriptions/${SUBSCRIPTION}`,
  subscriptionId: SUBSCRIPTION,
  displayName,
  state: "Enabled",
  tenantId: SUBSCRIPTION,
});

describe("Azure Resource Manager", () => {
  it("is asked by Microsoft's client, below the environment's address and with our ids", async () => {
    const { arm, wire, http } = armOf(() => json({ value: [subscription("Production")] }));
    expect(await listSubscriptions(arm)).toEqual([
      { id: SUBSCRIPTION, name: "Production", state: "Enabled" },
    ]);
    const [sent] = wire.sent;
    expect(sent?.url).toMatch(/^https:\/\/cloud\.example\/arm\/subscriptions\?api(-|%2D)version=2021-01-01$/);
    expect(sent?.headers).toMatchObject({
      authorization: "Bearer arm-token",
      "x-ms-client-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-ms-correlation-request-id": http.correlationId,
    });
    expect(sent?.headers).not.toHaveProperty("accept-encoding");
  });

  it("is followed from page to page", async () => {
    const next = "https://cloud.example/arm/subscriptions?api-version=2022-12-01&$skiptoken=a%3D";
    const { arm, wire } = armOf((_what, index) =>
      json({ value: [subscription(`page ${index}`)], ...(index === 0 ? { nextLink: next } : {}) }),
    );
    expect((await listSubscriptions(arm)).map(({ name }) => name)).toEqual(["page 0", "page 1"]);
    expect(wire.sent).toHaveLength(2);
  });

  it.each(["https://evil.example/arm/subscriptions", "https://cloud.example/graph/v1.0/users"])(
    "is not followed to %s",
    async (nextLink) => {
      const { arm, wire } = armOf(() => json({ value: [], nextLink }));
      await expect(listSubscriptions(arm)).rejects.toMatchObject({ code: "endpoint-refused" });
      expect(wire.sent).toHaveLength(1);
    },
  );

  it("waits as it is told, once and not once more for the library", async () => {
    const { arm, time, wire } = armOf((_what, index) =>
      index < 2 ? { status: 429, headers: { "retry-after": "3" } } : json({ value: [] }),
    );
    expect(await time.pass(listSubscriptions(arm))).toEqual([]);
    expect([time.slept, wire.sent.length]).toEqual([[3_000, 3_000], 3]);
  });

  it("that refuses names the action, and who can allow it", async () => {
    const { arm } = armOf(() => json({ error: { code: "AuthorizationFailed", message: "secret" } }, 403));
    await expect(listSubscriptions(arm)).rejects.toMatchObject({
      code: "permission-missing",
      params: {
        permission: "Microsoft.Resources/subscriptions/read",
        grantedBy: "Owner, User Access Administrator",
        azureCode: "AuthorizationFailed",
        api: "arm",
        appId: APP,
      },
    });
  });

  it.each([
    [401, "InvalidAuthenticationTokenTenant", "account-of-another-tenant"],
    [401, "ExpiredAuthenticationToken", "token-refused"],
    [404, "SubscriptionNotFound", "azure-object-not-found"],
    [403, "RequestDisallowedByPolicy", "azure-policy-refused"],
  ])("that answers %i %s is %s", async (status, azureCode, code) => {
    const { arm } = armOf(() => json({ error: { code: azureCode, message: "no" } }, status));
    await expect(listSubscriptions(arm)).rejects.toMatchObject({ code, params: { azureCode } });
  });

  it.each<[string, Scripted]>([
    ["another shape", json({ value: [{ subscriptionId: 7 }] })],
    ["no list", json({ value: "none" })],
    ["no JSON", { status: 200, headers: { "content-type": "application/json" }, body: "<html>" }],
  ])("that answers %s is not believed", async (_what, answer) => {
    await expect(listSubscriptions(armOf(() => answer).arm)).rejects.toMatchObject({
      code: "azure-answer-invalid",
    });
  });

  it("passes on why there is no token", async () => {
    const offline = {
      ...testSession(),
      armToken: () => Promise.reject(new CloudRefusedError("role-offline")),
    };
    const { arm, wire } = armOf(() => json({ value: [] }), offline);
    await expect(listSubscriptions(arm)).rejects.toBeInstanceOf(CloudRefusedError);
    expect(wire.sent).toEqual([]);
  });
});

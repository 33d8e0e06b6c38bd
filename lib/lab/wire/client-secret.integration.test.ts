import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openAppSession } from "@/lib/azure/open-app-session";
import { proveClientSecret } from "@/lib/azure/prove-client-secret";
import { type AzureLab, sampleApp, startAzureLab } from "../testing/azure-lab";
import { openProductAzure, type ProductAzure } from "../testing/product-azure";

const NOBODY = "00000000-1111-4222-8333-444444444444";

let lab: AzureLab;
let azure: ProductAzure;
beforeAll(async () => {
  lab = await startAzureLab();
});
afterAll(() => lab.close());
beforeEach(async () => {
  azure = await openProductAzure(lab);
});
afterEach(async () => {
  lab.faults.clear();
  await azure.close();
});

function proof(name = "ConfigMgr Server App") {
  const { tenantId, clientId, secret } = sampleApp(lab.accounts, "Contoso", name);
  return { tenantId, clientId, secret, resource: "graph" as const };
}

describe("the secret key of an app in the lab's Azure", () => {
  it.each([
    "graph",
    "arm",
    "https://onestore.microsoft.com",
    "https://cmmicrosvc.manage.microsoft.com/",
  ] as const)("is proved for %s", (resource) => proveClientSecret(azure, { ...proof(), resource }));

  it.each([
    ["another secret", { secret: "wrong~secret" }, "secret-wrong", "AADSTS7000215"],
    ["an app nobody knows", { clientId: NOBODY }, "app-not-in-tenant", "AADSTS700016"],
    ["a tenant nobody knows", { tenantId: NOBODY }, "tenant-not-found", "AADSTS90002"],
    [
      "a service nobody knows",
      { resource: "api://nobody" as const },
      "resource-not-in-tenant",
      "AADSTS500011",
    ],
  ])("is refused with %s: %j is %s (%s)", async (_what, wrong, code, azureCode) => {
    const asked = { ...proof(), ...wrong };
    await expect(proveClientSecret(azure, asked)).rejects.toMatchObject({
      code,
      params: {
        azureCode,
        tenant: asked.tenantId,
        appId: asked.clientId,
        correlationId: azure.http.correlationId,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it("is expired once its time is over", async () => {
    const { tenantId, clientId, expired } = sampleApp(
      lab.accounts,
      "Contoso",
      "ConfigMgr Server App with an expired secret",
    );
    await expect(
      proveClientSecret(azure, { tenantId, clientId, secret: expired, resource: "graph" }),
    ).rejects.toMatchObject({
      code: "secret-expired",
      params: { azureCode: "AADSTS7000222" },
    });
  });

  it("is proved anew: the token that is still good does not hide that it expired", async () => {
    const { resource, ...credential } = proof();
    const session = openAppSession(azure, credential);
    const token = await session.token(resource);
    lab.switchOn({ fault: "expired-secret", appId: credential.clientId });
    expect(await session.token(resource)).toBe(token);
    await expect(session.token(resource, { fresh: true })).rejects.toMatchObject({ code: "secret-expired" });
    lab.faults.clear();
    await session.token(resource, { fresh: true });
  });
});

describe("the wire", () => {
  it("waits for as long as the sign-in address asks it to", async () => {
    lab.switchOn({ fault: "too-many-requests", retryAfterSeconds: 7, times: 2 });
    await proveClientSecret(azure, proof());
    expect(azure.slept).toEqual([7_000, 7_000]);
  });

  it("waits by its own measure when it is not told how long", async () => {
    lab.switchOn({ fault: "too-many-requests", retryAfterSeconds: null, times: 2 });
    await proveClientSecret(azure, proof());
    // Chance gives one half.
    expect(azure.slept).toEqual([500, 1_000]);
  });

  it.each([500, 502, 503, 504])("asks again after %i", async (status) => {
    lab.switchOn({ fault: "server-error", status, times: 2 });
    await proveClientSecret(azure, proof());
    expect(lab.faults.list()).toEqual([]);
  });

  it("asks again when the connection was cut, and in the middle of an answer too", async () => {
    lab.switchOn({ fault: "cut-connection", afterBytes: 0, times: 1 });
    lab.switchOn({ fault: "cut-connection", afterBytes: 40, times: 1 });
    await proveClientSecret(azure, proof());
    expect(lab.faults.list()).toEqual([]);
  });

  it("names what does not pass", async () => {
    lab.switchOn({ fault: "server-error", status: 503 });
    await expect(proveClientSecret(azure, proof())).rejects.toMatchObject({ code: "azure-unavailable" });
    lab.faults.clear();
    lab.switchOn({ fault: "cut-connection", afterBytes: 0 });
    await expect(proveClientSecret(azure, proof())).rejects.toMatchObject({ code: "connection-lost" });
    lab.faults.clear();
    lab.switchOn({ fault: "too-many-requests", retryAfterSeconds: 3600 });
    const fresh = await openProductAzure(lab);
    await expect(proveClientSecret(fresh, proof())).rejects.toMatchObject({
      code: "throttled",
      params: { retryAfterSeconds: 3600 },
    });
    await fresh.close();
  });

  it("does not mind that Azure's clock is another", async () => {
    lab.switchOn({ fault: "clock-skew", seconds: 900 });
    await proveClientSecret(azure, proof());
  });
});

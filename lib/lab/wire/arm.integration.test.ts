import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openArm } from "@/lib/azure/arm/arm-client";
import { listSubscriptions } from "@/lib/azure/arm/list-subscriptions";
import { SUBSCRIPTION_GRANTORS } from "@/lib/azure/azure-need";
import { openAppSession } from "@/lib/azure/open-app-session";
import { armRoutes } from "../arm/arm-routes";
import type { SampleUserName } from "../directory/sample-tenants";
import { graphRoutes } from "../graph/graph-routes";
import { type AzureLab, sampleApp, startAzureLab } from "../testing/azure-lab";
import { openProductAzure, type ProductAzure } from "../testing/product-azure";
import { signInAs } from "../testing/sign-in-as";

let lab: AzureLab;
let azure: ProductAzure;
beforeAll(async () => {
  lab = await startAzureLab((service) => [...graphRoutes(service), ...armRoutes(service)]);
});
afterAll(() => lab.close());
beforeEach(async () => {
  azure = await openProductAzure(lab);
});
afterEach(async () => {
  lab.faults.clear();
  await azure.close();
});

const armAs = async (user: SampleUserName) => openArm(azure, await signInAs(lab, azure, user));

function armOfApp() {
  const { tenantId, clientId, secret } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
  return openArm(azure, openAppSession(azure, { tenantId, clientId, secret }));
}

const production = async () => {
  const [subscription] = await listSubscriptions(await armAs("global.admin"));
  return subscription?.id ?? "";
};

describe("Azure Resource Manager", () => {
  it("shows each his own subscriptions, and none to whoever has none", async () => {
    const names = async (user: SampleUserName) =>
      (await listSubscriptions(await armAs(user))).map(({ name }) => name);
    expect(await names("global.admin")).toEqual(["Contoso Production"]);
    expect(await names("app.admin")).toEqual(["Contoso Test"]);
    expect(await names("user")).toEqual([]);
  });

  it("shows an app the subscriptions in which it is a contributor of a resource group", async () => {
    const names = (await listSubscriptions(armOfApp())).map(({ name }) => name);
    expect(names).toEqual(["Contoso Production", "Contoso Test"]);
  });

  it("refuses a subscription of somebody else by the name of what is missing", async () => {
    const permission = "Microsoft.Resources/subscriptions/locations/read";
    const id = await production();
    const asked = (await armAs("user")).list({
      need: { permission, grantedBy: SUBSCRIPTION_GRANTORS, allowedTo: [] },
      element: z.object({ name: z.string() }),
      of: (client) => client.subscriptions.listLocations(id),
    });
    await expect(asked).rejects.toMatchObject({
      code: "permission-missing",
      params: { permission, azureCode: "AuthorizationFailed", api: "arm", status: 403 },
    });
  });

  it("is not asked with the other API's token", async () => {
    const administrator = await signInAs(lab, azure, "global.admin");
    const confused = { ...administrator, armToken: administrator.graphToken };
    await expect(listSubscriptions(openArm(azure, confused))).rejects.toMatchObject({
      code: "token-refused",
    });
  });

  it("is waited for as long as it asks", async () => {
    const arm = await armAs("global.admin");
    lab.switchOn({ fault: "too-many-requests", path: "/arm/", retryAfterSeconds: 4, times: 1 });
    expect(await listSubscriptions(arm)).toHaveLength(1);
    expect(azure.slept).toEqual([4_000]);
  });

  it.each([
    { fault: "too-many-requests", retryAfterSeconds: null, times: 2 },
    { fault: "server-error", status: 503, times: 2 },
    { fault: "cut-connection", afterBytes: 0, times: 1 },
    { fault: "cut-connection", afterBytes: 30, times: 1 },
  ])("is asked again after %j", async (fault) => {
    const arm = await armAs("global.admin");
    lab.switchOn({ ...fault, path: "/arm/" });
    expect(await listSubscriptions(arm)).toHaveLength(1);
    expect(lab.faults.list()).toEqual([]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openArm } from "@/lib/azure/arm/arm-client";
import { listLocations } from "@/lib/azure/arm/list-locations";
import { listResourceGroups } from "@/lib/azure/arm/list-resource-groups";
import { listSubscriptions } from "@/lib/azure/arm/list-subscriptions";
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

  it("knows the regions and the resource groups of a subscription, over all pages", async () => {
    const arm = await armAs("global.admin");
    const id = await production();
    expect(await listLocations(arm, id)).toContainEqual({ name: "westeurope", displayName: "West Europe" });
    expect((await listResourceGroups(arm, id)).map(({ name }) => name).sort()).toEqual([
      "rg-cloud-services",
      "rg-log-analytics",
    ]);
  });

  it("shows an app the resource group it is a contributor of", async () => {
    expect((await listResourceGroups(armOfApp(), await production())).map(({ name }) => name)).toContain(
      "rg-log-analytics",
    );
  });

  it("refuses a subscription of somebody else by the name of what is missing", async () => {
    const asked = listResourceGroups(await armAs("user"), await production());
    await expect(asked).rejects.toMatchObject({
      code: "permission-missing",
      params: {
        permission: "Microsoft.Resources/subscriptions/resourceGroups/read",
        azureCode: "AuthorizationFailed",
        api: "arm",
        status: 403,
      },
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

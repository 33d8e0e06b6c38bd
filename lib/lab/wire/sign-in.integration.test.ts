import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openArm } from "@/lib/azure/arm/arm-client";
import { listSubscriptions } from "@/lib/azure/arm/list-subscriptions";
import { signInByDeviceCode } from "@/lib/azure/sign-in-by-device-code";
import type { AzureSignInPrompt } from "@/lib/db/schema";
import { armRoutes } from "../arm/arm-routes";
import { sampleGuid } from "../directory/sample-guid";
import { graphRoutes } from "../graph/graph-routes";
import { type AzureLab, LAB_PASSWORD, startAzureLab } from "../testing/azure-lab";
import { openProductAzure, type ProductAzure } from "../testing/product-azure";
import { signInAs } from "../testing/sign-in-as";

/** The library polls every few seconds, and machines are busy. */
const PATIENCE_MS = 60_000;
const [CONTOSO, FABRIKAM] = [sampleGuid("contoso"), sampleGuid("fabrikam")];

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

/** An administrator who types the code on another device, and what he decides then. */
async function typeCode(prompt: AzureSignInPrompt, login: string, ...decisions: string[]): Promise<void> {
  if (prompt.method !== "device-code") throw new Error("no code");
  const browser = lab.browser();
  await browser.visit(prompt.verificationUri);
  await browser.submit({ user_code: prompt.userCode });
  await browser.submit({ login, passwd: LAB_PASSWORD });
  for (const decision of decisions) await browser.submit({ decision });
}

function signIn(tenantId: string | null, onPrompt: (prompt: AzureSignInPrompt) => Promise<void>) {
  const stop = new AbortController();
  return { stop, session: signInByDeviceCode(azure, { tenantId, onPrompt, signal: stop.signal }) };
}

describe("a sign-in with a device code", { timeout: PATIENCE_MS }, () => {
  it("knows who it is, in whatever tenant, and gets on with Resource Manager too", async () => {
    const { session } = signIn(null, (prompt) => typeCode(prompt, "global.admin@contoso.com"));
    const administrator = await session;
    expect(administrator.account).toMatchObject({
      tenantId: CONTOSO,
      tenantName: "Contoso",
      tenantDomain: "contoso.com",
      username: "global.admin@contoso.com",
      directoryRoles: ["Global Administrator"],
    });
    expect(await listSubscriptions(openArm(azure, administrator))).toMatchObject([
      { name: "Contoso Production", state: "Enabled" },
    ]);
  });

  it("that is refused on the other device ends so", async () => {
    const { session } = signIn(FABRIKAM, (prompt) => typeCode(prompt, "user@fabrikam.com", "cancel"));
    await expect(session).rejects.toMatchObject({ code: "sign-in-declined", params: { tenant: FABRIKAM } });
  });

  it("gets over a busy sign-in address while it waits", async () => {
    const { session } = signIn(CONTOSO, async (prompt) => {
      lab.switchOn({
        fault: "too-many-requests",
        path: "/oauth2/v2.0/token",
        retryAfterSeconds: null,
        times: 2,
      });
      await typeCode(prompt, "app.admin@contoso.com");
    });
    expect((await session).account.directoryRoles).toEqual(["Application Administrator"]);
    expect(lab.faults.list()).toEqual([]);
  });

  it("in a tenant nobody knows does not come to a code", async () => {
    const prompts: AzureSignInPrompt[] = [];
    const { session } = signIn(sampleGuid("nobody"), async (prompt) => void prompts.push(prompt));
    await expect(session).rejects.toMatchObject({
      code: "tenant-not-found",
      params: { azureCode: "AADSTS90002" },
    });
    expect(prompts).toEqual([]);
  });
});

describe("a sign-in in the browser", () => {
  it("comes back with a code that its own process redeems", async () => {
    const { account } = await signInAs(lab, azure, "user");
    expect(account).toMatchObject({ username: "user@contoso.com", directoryRoles: [] });
  });
});

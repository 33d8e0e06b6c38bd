import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addPassword } from "@/lib/azure/graph/add-password";
import { createApplication } from "@/lib/azure/graph/create-application";
import { deleteApplication } from "@/lib/azure/graph/delete-application";
import { ensureServicePrincipal } from "@/lib/azure/graph/ensure-service-principal";
import { findServicePrincipal } from "@/lib/azure/graph/find-service-principal";
import { getOrganization } from "@/lib/azure/graph/get-organization";
import { grantApplicationPermission } from "@/lib/azure/graph/grant-application-permission";
import { type Graph, openGraph } from "@/lib/azure/graph/graph-client";
import { listPasswords } from "@/lib/azure/graph/list-passwords";
import { removePassword } from "@/lib/azure/graph/remove-password";
import { updateApplication } from "@/lib/azure/graph/update-application";
import { openAppSession } from "@/lib/azure/open-app-session";
import { proveClientSecret } from "@/lib/azure/prove-client-secret";
import { Day } from "@/lib/clock";
import { RESOURCE_APPS } from "../directory/microsoft-apps";
import { sampleGuid } from "../directory/sample-guid";
import type { SampleUserName } from "../directory/sample-tenants";
import { graphRoutes } from "../graph/graph-routes";
import { type AzureLab, sampleApp, startAzureLab } from "../testing/azure-lab";
import { openProductAzure, type ProductAzure } from "../testing/product-azure";
import { signInAs } from "../testing/sign-in-as";

const tenantId = sampleGuid("contoso");
const NEXT_YEAR = new Date(Date.now() + 365 * Day.ms);

let lab: AzureLab;
let azure: ProductAzure;
let unique = 0;
beforeAll(async () => {
  lab = await startAzureLab(graphRoutes);
});
afterAll(() => lab.close());
beforeEach(async () => {
  azure = await openProductAzure(lab);
});
afterEach(async () => {
  lab.faults.clear();
  await azure.close();
});

const graphAs = async (user: SampleUserName): Promise<Graph> =>
  openGraph(azure, await signInAs(lab, azure, user));

/** An app of this test alone. */
const newApp = (graph: Graph) =>
  createApplication(graph, `test-${++unique}`, {
    displayName: `App ${unique}`,
    signInAudience: "AzureADMyOrg",
  });

describe("an app registration", () => {
  it("has an App ID URI that no other has, also not a deleted one", async () => {
    const graph = await graphAs("app.admin");
    const [one, other] = [await newApp(graph), await newApp(graph)];
    const identifierUris = [`api://${tenantId}/taken`];
    await updateApplication(graph, one.id, { identifierUris });
    const taken = { code: "app-id-uri-taken", params: { status: 400 } };
    await expect(updateApplication(graph, other.id, { identifierUris })).rejects.toMatchObject(taken);
    await deleteApplication(graph, one.id, { forGood: false });
    await expect(updateApplication(graph, other.id, { identifierUris })).rejects.toMatchObject(taken);
    await deleteApplication(graph, one.id, { forGood: true });
  });
});

describe("a secret key", () => {
  it("is made, works, is listed without itself, and removed: then it works no longer", async () => {
    const graph = await graphAs("app.admin");
    const app = await newApp(graph);
    await ensureServicePrincipal(graph, app.appId);
    const { secretText, ...password } = await addPassword(graph, app.id, {
      name: "first",
      endsAt: NEXT_YEAR,
    });
    const proof = { tenantId, clientId: app.appId, secret: secretText, resource: "graph" } as const;
    await proveClientSecret(azure, proof);
    expect(await listPasswords(graph, app.id)).toEqual([password]);
    expect(secretText.startsWith(password.hint)).toBe(true);
    await removePassword(graph, app.id, password.keyId);
    await removePassword(graph, app.id, password.keyId);
    await expect(proveClientSecret(azure, proof)).rejects.toMatchObject({ code: "secret-wrong" });
  });

  it("is made once when Azure was busy before it did anything", async () => {
    const graph = await graphAs("app.admin");
    const app = await newApp(graph);
    lab.switchOn({ fault: "too-many-requests", path: "/addPassword", retryAfterSeconds: null, times: 2 });
    await addPassword(graph, app.id, { name: "one", endsAt: NEXT_YEAR });
    expect(lab.faults.list()).toEqual([]);
    expect(await listPasswords(graph, app.id)).toHaveLength(1);
  });
});

describe("a permission", () => {
  it("of Graph is not an application administrator's to grant", async () => {
    const graph = await graphAs("app.admin");
    const client = await ensureServicePrincipal(graph, (await newApp(graph)).appId);
    const resource = await findServicePrincipal(graph, RESOURCE_APPS.graph.appId);
    const appRoleId = resource?.appRoles.get("Directory.Read.All") ?? "";
    const asked = grantApplicationPermission(graph, {
      clientId: client.id,
      resourceId: resource?.id ?? "",
      appRoleId,
    });
    await expect(asked).rejects.toMatchObject({
      code: "directory-role-missing",
      params: { allowedTo: "Privileged Role Administrator, Global Administrator" },
    });
  });

  it("that an app lacks is named, with who can grant it", async () => {
    const { clientId, secret } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App without consent");
    const graph = openGraph(azure, openAppSession(azure, { tenantId, clientId, secret }));
    await expect(getOrganization(graph)).rejects.toMatchObject({
      code: "permission-missing",
      params: {
        permission: "Organization.Read.All",
        grantedBy: "Privileged Role Administrator, Global Administrator",
        appId: clientId,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it("that is enough opens the tenant to the app", async () => {
    const { clientId, secret } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
    const graph = openGraph(azure, openAppSession(azure, { tenantId, clientId, secret }));
    expect(await getOrganization(graph)).toMatchObject({
      tenantId,
      name: "Contoso",
      defaultDomain: "contoso.com",
    });
  });
});

describe("a way that is busy or breaks", () => {
  it.each([
    { fault: "too-many-requests", retryAfterSeconds: null, times: 2 },
    { fault: "server-error", status: 503, times: 2 },
    { fault: "server-error", status: 504, times: 1 },
    { fault: "cut-connection", afterBytes: 0, times: 1 },
    { fault: "cut-connection", afterBytes: 30, times: 1 },
  ])("is asked again: %j", async (fault) => {
    const graph = await graphAs("app.admin");
    lab.switchOn({ ...fault, path: "/graph/" });
    expect((await getOrganization(graph)).name).toBe("Contoso");
    expect(lab.faults.list()).toEqual([]);
  });
});

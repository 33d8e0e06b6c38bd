import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AzureSession } from "@/lib/azure/azure-session";
import { addPassword } from "@/lib/azure/graph/add-password";
import { createApplication } from "@/lib/azure/graph/create-application";
import { deleteApplication } from "@/lib/azure/graph/delete-application";
import { ensureServicePrincipal } from "@/lib/azure/graph/ensure-service-principal";
import { findApplication } from "@/lib/azure/graph/find-application";
import { findServicePrincipal } from "@/lib/azure/graph/find-service-principal";
import { getOrganization } from "@/lib/azure/graph/get-organization";
import { getSignedInDirectoryRoles } from "@/lib/azure/graph/get-signed-in-directory-roles";
import { grantApplicationPermission } from "@/lib/azure/graph/grant-application-permission";
import { grantDelegatedPermission } from "@/lib/azure/graph/grant-delegated-permission";
import { openGraph } from "@/lib/azure/graph/graph-client";
import { listGrantedPermissions } from "@/lib/azure/graph/list-granted-permissions";
import { listOwners } from "@/lib/azure/graph/list-owners";
import { listPasswords } from "@/lib/azure/graph/list-passwords";
import { listRoleHolders } from "@/lib/azure/graph/list-role-holders";
import { removePassword } from "@/lib/azure/graph/remove-password";
import { updateApplication } from "@/lib/azure/graph/update-application";
import { proveClientSecret } from "@/lib/azure/prove-client-secret";
import { RESOURCE_APPS, SIGN_IN_CLIENT } from "../directory/microsoft-apps";
import type { SampleUserName } from "../directory/sample-tenants";
import { graphRoutes } from "../graph/graph-routes";
import { type ApiLab, startApiLab } from "../testing/api-lab";
import { openProductAzure, type ProductAzure } from "../testing/product-azure";

const GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";
const NEXT_YEAR = new Date(Date.now() + 365 * 86_400_000);

let lab: ApiLab;
let azure: ProductAzure;
beforeAll(async () => {
  lab = await startApiLab(graphRoutes);
});
afterAll(() => lab.close());
beforeEach(async () => {
  await lab.reset();
  azure = await openProductAzure(lab);
});
afterEach(() => azure.close());

const session = (name: SampleUserName): AzureSession => ({
  kind: "administrator",
  caller: { tenantId: lab.tenant().id, clientId: SIGN_IN_CLIENT },
  graphToken: async () => lab.userToken(name, "graph"),
  armToken: async () => lab.userToken(name, "arm"),
  close() {},
});
const graphOf = (name: SampleUserName = "global.admin") => openGraph(azure, session(name));
const settings = () => ({
  displayName: "ConfigMgr",
  signInAudience: "AzureADMyOrg" as const,
  identifierUris: [`api://${lab.tenant().id}/ConfigMgr-new`],
});
const password = { name: "portal", endsAt: NEXT_YEAR };

describe("the product at the lab's Graph", () => {
  it("learns of the tenant, of who signed in, and of who could help", async () => {
    const graph = graphOf();
    expect(await getOrganization(graph)).toMatchObject({ name: "Contoso", defaultDomain: "contoso.com" });
    expect(await getSignedInDirectoryRoles(graph)).toMatchObject([{ name: "Global Administrator" }]);
    expect(await listRoleHolders(graph, GLOBAL_ADMINISTRATOR)).toMatchObject([
      { username: "global.admin@contoso.com" },
    ]);
    expect(await listOwners(graph, lab.sampleApp("server").id)).toMatchObject([
      { username: "app.owner@contoso.com" },
    ]);
  });

  it("makes an app whose secret gets a token, and takes all of it away again", async () => {
    const graph = graphOf();
    const app = await createApplication(graph, "scp-1", settings());
    await updateApplication(graph, app.id, { web: { redirectUris: ["http://localhost"] } });
    const principal = await ensureServicePrincipal(graph, app.appId);
    const resource = await findServicePrincipal(graph, RESOURCE_APPS.graph.appId);
    if (!resource) throw new Error("the tenant does not know Graph");
    const [{ id: appRoleId }] = RESOURCE_APPS.graph.appRoles;
    const both = { clientId: principal.id, resourceId: resource.id };
    await grantApplicationPermission(graph, { ...both, appRoleId });
    await grantApplicationPermission(graph, { ...both, appRoleId });
    await grantDelegatedPermission(graph, { ...both, scope: "User.Read" });
    await grantDelegatedPermission(graph, { ...both, scope: "openid" });
    expect(await listGrantedPermissions(graph, principal.id)).toMatchObject({
      application: [{ appRoleId }],
      delegated: [{ scopes: ["User.Read", "openid"] }],
    });

    const made = await addPassword(graph, app.id, password);
    await proveClientSecret(azure, {
      tenantId: lab.tenant().id,
      clientId: app.appId,
      secret: made.secretText,
      resource: "graph",
    });
    expect(await listPasswords(graph, app.id)).toMatchObject([{ keyId: made.keyId, name: "portal" }]);
    await removePassword(graph, app.id, made.keyId);
    await removePassword(graph, app.id, made.keyId);
    await deleteApplication(graph, app.id, { forGood: true });
    expect(await findApplication(graph, { appId: app.appId })).toBeNull();
  });

  it.each(["cut-connection", "server-error"] as const)(
    "makes one app, whatever happens (%s)",
    async (fault) => {
      const rest = fault === "server-error" ? { status: 503 } : { afterBytes: 5 };
      lab.switchOn({ fault, path: "/graph/", times: 2, ...rest });
      const app = await createApplication(graphOf(), "scp-1", settings());
      const again = await createApplication(graphOf(), "scp-1", settings());
      expect(again.id).toBe(app.id);
      expect(lab.tenant().applications.filter(({ uniqueName }) => uniqueName === "scp-1")).toHaveLength(1);
      expect(lab.faults.list()).toEqual([]);
    },
  );

  it("finds the secret key by its name whose answer was lost", async () => {
    const { id } = lab.sampleApp("server");
    lab.switchOn({ fault: "cut-connection", path: "/addPassword", afterBytes: 40, times: 1 });
    await expect(addPassword(graphOf(), id, password)).rejects.toMatchObject({ code: "outcome-unknown" });
    expect(await listPasswords(graphOf(), id)).toMatchObject([{ name: "portal" }]);
  });

  it("is told which App ID URI is taken, and which may not be", async () => {
    const { identifierUris } = lab.sampleApp("server");
    const create = (uris: string[]) =>
      createApplication(graphOf(), "scp-1", { ...settings(), identifierUris: uris });
    await expect(create(identifierUris)).rejects.toMatchObject({ code: "app-id-uri-taken" });
    await expect(create(["https://ConfigMgrService"])).rejects.toMatchObject({ code: "app-id-uri-refused" });
  });

  it("is told what the one who signed in lacks", async () => {
    await expect(createApplication(graphOf("user"), "scp-1", settings())).rejects.toMatchObject({
      code: "directory-role-missing",
      params: { allowedTo: expect.stringContaining("Application Administrator") },
    });
    const { id } = lab.sampleApp("server");
    await addPassword(graphOf("app.owner"), id, password);
    await expect(addPassword(graphOf("user"), id, password)).rejects.toMatchObject({
      code: "directory-role-missing",
      params: { allowedTo: expect.stringContaining("owner of the application") },
    });
    lab.switchOn({ fault: "secret-policy", maxDays: 0 });
    await expect(addPassword(graphOf(), id, password)).rejects.toMatchObject({
      code: "secret-forbidden-by-policy",
    });
  });
});

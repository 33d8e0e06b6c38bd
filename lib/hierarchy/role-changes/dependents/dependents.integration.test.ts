import { beforeEach, expect, it } from "vitest";
import {
  azureApplicationSecrets,
  azureApplications,
  azureServices,
  azureTenants,
  cloudEnvironments,
  SERVICE_CONNECTION_POINT_ROLE,
  sealingKeys,
  siteSystemProxies,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx } from "@/lib/testing/factories";
import { listDependents } from "./list-dependents";
import { DEPENDENT_STATES } from "./model";

const { db } = await testDatabase();
const ctx = testCtx(db);
const now = ctx.clock.now();

beforeEach(async () => {
  await emptyTables(
    db,
    `azure_services, azure_application_secrets, azure_applications, azure_tenants, sealing_keys,
    site_system_roles, site_system_servers, sites, cloud_environments`,
  );
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  await db.insert(cloudEnvironments).values({ id: "Lab", name: "Lab" });
});

async function holder(): Promise<string> {
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "scp01.contoso.com", siteCode: "CAS" })
    .returning();
  await db.insert(siteSystemRoles).values({ serverId: server!.id, role: SERVICE_CONNECTION_POINT_ROLE });
  await db
    .insert(sealingKeys)
    .values({ serverId: server!.id, publicKey: "k", fingerprint: "of scp01", createdAt: now });
  return server!.id;
}

async function connection(sealedTo: string): Promise<void> {
  const named = { createdAt: now, createdBy: "anna" };
  const [tenant] = await db
    .insert(azureTenants)
    .values({ ...named, environmentId: "Lab", tenantId: ctx.correlationId, name: "Contoso" })
    .returning();
  const [application] = await db
    .insert(azureApplications)
    .values({
      ...named,
      tenant: tenant!.id,
      kind: "server",
      name: "Store web app",
      clientId: ctx.correlationId,
      appIdUri: "https://a",
      origin: "imported",
    })
    .returning();
  await db.insert(azureApplicationSecrets).values({
    applicationId: application!.id,
    state: "current",
    sealed: Buffer.from("x"),
    sealedTo,
    expiresAt: new Date(now.getTime() + 86_400_000),
    createdAt: now,
    provedAt: now,
  });
  await db.insert(azureServices).values({
    ...named,
    type: "StoreForBusiness",
    name: "Store",
    tenant: tenant!.id,
    serverApplicationId: application!.id,
    proofCode: "ok",
  });
}

const dependents = async () => {
  const listed = await listDependents(ctx, {});
  if (!listed.ok) throw new Error(listed.code);
  return listed.value;
};
const found = async (id: string) => (await dependents()).filter((one) => one.id === id);

it("names each connection, each secret key and the proxy of the server, with how they stand", async () => {
  const serverId = await holder();
  await connection("of scp01");
  await db.insert(siteSystemProxies).values({
    serverId,
    enabled: true,
    host: "proxy.contoso.com",
    port: 8080,
    changedAt: now,
    changedBy: "anna",
  });
  expect(await found("secret-key")).toMatchObject([
    { state: "valid", params: { application: "Store web app", tenant: "Contoso" }, blocks: false },
  ]);
  expect(await found("azure-service")).toMatchObject([{ state: "works", params: { name: "Store" } }]);
  expect(await found("proxy")).toMatchObject([
    { state: "used", params: { proxy: "proxy.contoso.com:8080", server: "scp01.contoso.com" } },
  ]);
  for (const { id, state } of await dependents()) expect(DEPENDENT_STATES[id]).toContain(state);
});

it("says of a secret key that another server has sealed that it must be renewed", async () => {
  await holder();
  await connection("of a server that is gone");
  expect(await found("secret-key")).toMatchObject([{ state: "renewal-required" }]);
});

it("has nothing to say of connections, proxy and firewall where there are none", async () => {
  const ids = (await dependents()).map(({ id }) => id);
  expect(ids).toEqual(["update-check", "usage-data"]);
});

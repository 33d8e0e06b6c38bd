import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deleteApplication } from "@/lib/azure-services/applications/delete-application";
import { importApplication } from "@/lib/azure-services/applications/import-application";
import { importClientApplication } from "@/lib/azure-services/applications/import-client-application";
import { listApplications } from "@/lib/azure-services/applications/list-applications";
import { verifyApplication } from "@/lib/azure-services/applications/verify-application";
import { verifyClientApplication } from "@/lib/azure-services/applications/verify-client-application";
import { retryOperation } from "@/lib/azure-services/operations/retry-operation";
import { undoOperation } from "@/lib/azure-services/operations/undo-operation";
import { connectService } from "@/lib/azure-services/services/connect-service";
import { deleteService } from "@/lib/azure-services/services/delete-service";
import { editService } from "@/lib/azure-services/services/edit-service";
import { getService } from "@/lib/azure-services/services/get-service";
import { listServices } from "@/lib/azure-services/services/list-services";
import { testConnection } from "@/lib/azure-services/services/test-connection";
import { deleteTenant } from "@/lib/azure-services/tenants/delete-tenant";
import { listTenants } from "@/lib/azure-services/tenants/list-tenants";
import { Day, Hour, systemClock } from "@/lib/clock";
import {
  alerts,
  auditMessages,
  azureApplicationSecrets,
  azureServices,
  cloudEnvironments,
  statusMessages,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx, userActor } from "@/lib/testing/factories";
import { armRoutes } from "../arm/arm-routes";
import { graphRoutes } from "../graph/graph-routes";
import { type AzureLab, sampleApp, startAzureLab } from "../testing/azure-lab";
import { type ConnectedProduct, startConnectedProduct, succeeded } from "../testing/connected-product";

const PATIENCE_MS = 120_000;

const { db } = await testDatabase();
let lab: AzureLab;
let product: ConnectedProduct;
let skippedMs = 0;
const clock = { now: () => new Date(systemClock.now().getTime() + skippedMs) };

beforeAll(async () => {
  lab = await startAzureLab((service) => [...graphRoutes(service), ...armRoutes(service)]);
}, PATIENCE_MS);
afterAll(() => lab.close());
beforeEach(async () => {
  skippedMs = 0;
  product = await startConnectedProduct(db, lab, clock);
}, PATIENCE_MS);
afterEach(async () => {
  await product.close();
  for (const tenantId of new Set(lab.accounts.apps.map((app) => app.tenantId)))
    await lab.service.directory.change(tenantId, (tenant) => {
      tenant.conditionalAccess.blockedAppIds = [];
    });
});

async function imported(
  serviceType: string,
  { tenant = "Contoso", name = "ConfigMgr Server App" } = {},
): Promise<string> {
  const { tenantId, clientId, secret, appIdUri } = sampleApp(lab.accounts, tenant, name);
  const secretExpiresAt = new Date(clock.now().getTime() + 200 * Day.ms).toISOString().slice(0, 10);
  const order = {
    tenantName: tenant,
    tenantId,
    name,
    clientId,
    secret,
    secretExpiresAt,
    appIdUri,
    serviceType,
  };
  const { operationId } = succeeded(
    await verifyApplication(product.ctx, { environmentId: product.environmentId, ...order }),
  );
  await product.finished(operationId);
  return succeeded(await importApplication(product.ctx, { verificationId: operationId })).applicationId;
}

async function importedClient(serverApplicationId: string): Promise<string> {
  const { clientId } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Client App");
  const { operationId } = succeeded(
    await verifyClientApplication(product.ctx, { serverApplicationId, name: "Native", clientId }),
  );
  await product.finished(operationId);
  return succeeded(await importClientApplication(product.ctx, { verificationId: operationId })).applicationId;
}

const orderOf = (type: string, serverApplicationId: string, changes: object = {}) => ({
  type,
  name: `My ${type}`,
  description: "",
  serverApplicationId,
  clientApplicationId: null,
  settings: {},
  ...changes,
});

async function connected(type: string, changes: object = {}): Promise<string> {
  const order = orderOf(type, await imported(type), changes);
  const { serviceId, operationId } = succeeded(await connectService(product.ctx, order));
  expect((await product.finished(operationId)).state).toBe("complete");
  return serviceId;
}

const block = (isBlocked: boolean) => {
  const { tenantId, clientId } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
  return lab.service.directory.change(tenantId, (tenant) => {
    tenant.conditionalAccess.blockedAppIds = isBlocked ? [clientId] : [];
  });
};

const listed = async () => succeeded(await listServices(product.ctx, {}));
const proofIs = (serviceId: string, code: string) =>
  product.until(async () => {
    const [row] = await db.select().from(azureServices).where(eq(azureServices.id, serviceId));
    return row?.proofCode === code;
  });

describe("a service", () => {
  it.each(["StoreForBusiness", "DesktopAnalytics"])(
    "%s is connected when Azure says it works",
    async (type) => {
      const serviceId = await connected(type);
      expect(await listed()).toMatchObject([
        {
          id: serviceId,
          type,
          state: "connected",
          tenant: { name: "Contoso" },
          serverApplication: { name: "ConfigMgr Server App" },
          clientApplication: null,
          proof: { code: "ok" },
          openOperationId: null,
        },
      ]);
      const audit = await db.select().from(auditMessages).where(eq(auditMessages.objectId, serviceId));
      expect(audit).toMatchObject([{ messageId: 60020 }]);
      expect(await db.select().from(statusMessages).where(eq(statusMessages.messageId, 61090))).toHaveLength(
        1,
      );
    },
  );

  it("whose app lacks a permission stops, names it, and goes on when it was granted", async () => {
    const app = await imported("DesktopAnalytics", { name: "ConfigMgr Server App without consent" });
    const { serviceId, operationId } = succeeded(
      await connectService(product.ctx, orderOf("DesktopAnalytics", app)),
    );
    expect(await product.finished(operationId)).toMatchObject({
      state: "stopped",
      failureCode: "permission-missing",
      failureParams: { permission: "CmCollectionData.Read, CmCollectionData.Write" },
    });
    expect(await listed()).toMatchObject([{ state: "configuring", openOperationId: operationId }]);
    expect(await deleteService(product.ctx, { serviceId })).toMatchObject({ code: "operation-under-way" });
    expect(await retryOperation(product.ctx, { operationId, signInId: null })).toMatchObject({ ok: true });
    expect(await product.finished(operationId)).toMatchObject({ failureCode: "permission-missing" });
  });

  it("that is given up leaves nothing", async () => {
    const app = await imported("DesktopAnalytics", { name: "ConfigMgr Server App without consent" });
    const { operationId } = succeeded(await connectService(product.ctx, orderOf("DesktopAnalytics", app)));
    await product.finished(operationId);
    succeeded(await undoOperation(product.ctx, { operationId }));
    await product.until(async () => (await product.finished(operationId)).state === "failed");
    expect(await listed()).toEqual([]);
    succeeded(await deleteApplication(product.ctx, { applicationId: app }));
  });

  it("that was asked for while nobody worked is connected when the executive is back, or gone when given up", async () => {
    const app = await imported("StoreForBusiness");
    await product.kill();
    const first = succeeded(await connectService(product.ctx, orderOf("StoreForBusiness", app)));
    succeeded(await undoOperation(product.ctx, { operationId: first.operationId }));
    await product.begin();
    expect(await product.finished(first.operationId)).toMatchObject({ state: "failed" });
    expect(await listed()).toEqual([]);
    await product.kill();
    const second = succeeded(await connectService(product.ctx, orderOf("StoreForBusiness", app)));
    await product.begin();
    expect(await product.finished(second.operationId)).toMatchObject({ state: "complete" });
  });

  it("keeps its name and type to itself", async () => {
    await connected("StoreForBusiness", { name: "Mine" });
    const app = await imported("DesktopAnalytics", { tenant: "Fabrikam" });
    const connect = (type: string, changes: object = {}) =>
      connectService(product.ctx, orderOf(type, app, changes));
    expect(await connect("DesktopAnalytics", { name: " Mine " })).toMatchObject({
      code: "service-name-taken",
      field: "name",
    });
    expect(await connect("StoreForBusiness")).toMatchObject({ code: "service-exists", field: "type" });
    expect(await connect("DesktopAnalytics", { name: "" })).toMatchObject({
      code: "name-malformed",
      field: "name",
    });
    expect(await connect("CloudManagement")).toMatchObject({
      code: "client-app-needed",
      field: "clientApplicationId",
    });
    expect(await connect("DesktopAnalytics", { clientApplicationId: app })).toMatchObject({
      code: "client-app-not-offered",
    });
    await db.update(cloudEnvironments).set({ cloud: "private" });
    expect(await connect("DesktopAnalytics")).toMatchObject({
      code: "service-not-in-cloud",
      field: "environmentId",
    });
  });

  it("of Cloud Management has a native app of the same tenant", async () => {
    const server = await imported("DesktopAnalytics");
    const other = await imported("DesktopAnalytics", { tenant: "Fabrikam" });
    const client = await importedClient(server);
    const connect = (app: string, clientApplicationId: string) =>
      connectService(product.ctx, orderOf("CloudManagement", app, { clientApplicationId }));
    expect(await connect(other, client)).toMatchObject({
      code: "client-app-of-another-tenant",
      field: "clientApplicationId",
    });
    expect(await connect(server, other)).toMatchObject({ code: "application-not-found" });
    expect(await connect(client, client)).toMatchObject({
      code: "application-not-found",
      field: "serverApplicationId",
    });
    const { operationId } = succeeded(await connect(server, client));
    expect((await product.finished(operationId)).state).toBe("complete");
    expect(await listed()).toMatchObject([{ state: "connected", clientApplication: { name: "Native" } }]);
    expect(await connect(server, client)).toMatchObject({ code: "service-name-taken" });
    const again = orderOf("CloudManagement", server, { clientApplicationId: client, name: "Again" });
    expect(await connectService(product.ctx, again)).toMatchObject({
      code: "service-exists-for-tenant",
      field: "serverApplicationId",
    });
  });

  it.each([
    ["CloudManagement", "permission-missing"],
    ["LogAnalyticsConnector", "no-subscription-visible"],
  ])("%s whose app was granted nothing is not connected: %s", async (type, code) => {
    const server = await imported(type, { name: "ConfigMgr Server App without consent" });
    const [app] = succeeded(
      await listApplications(product.ctx, {
        environmentId: product.environmentId,
        kind: "server",
        tenant: null,
      }),
    );
    expect(app).toMatchObject({ consent: "missing", lastProof: { code } });
    const clientApplicationId = type === "CloudManagement" ? await importedClient(server) : null;
    const order = orderOf(type, server, { clientApplicationId });
    const { operationId } = succeeded(await connectService(product.ctx, order));
    expect(await product.finished(operationId)).toMatchObject({ state: "stopped", failureCode: code });
  });

  it("of two administrators at once is one, and the other is told why", async () => {
    const app = await imported("StoreForBusiness");
    const connect = (name: string) => connectService(product.ctx, orderOf("StoreForBusiness", app, { name }));
    const results = await Promise.all([connect("One"), connect("Other")]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ code: "service-exists" });
  });

  it("of two administrators with different apps at once is one as well: the database decides", async () => {
    const apps = [
      await imported("StoreForBusiness"),
      await imported("StoreForBusiness", { tenant: "Fabrikam" }),
    ];
    const connect = (type: string, at: number, name: string) =>
      connectService(product.ctx, orderOf(type, apps[at] ?? "", { name }));
    const codesOf = async (...asked: ReturnType<typeof connect>[]) =>
      (await Promise.all(asked)).flatMap((result) => (result.ok ? [] : [[result.code, result.field]]));
    expect(
      await codesOf(connect("StoreForBusiness", 0, "One"), connect("StoreForBusiness", 1, "Other")),
    ).toEqual([["service-exists", "type"]]);
    expect(
      await codesOf(connect("DesktopAnalytics", 0, "Same"), connect("LogAnalyticsConnector", 1, "Same")),
    ).toEqual([["service-name-taken", "name"]]);
  });

  it("is renamed, found, and deleted; its app stays, here and in Azure", async () => {
    const serviceId = await connected("StoreForBusiness");
    succeeded(await editService(product.ctx, { serviceId, name: " New name ", description: "d" }));
    expect(succeeded(await getService(product.ctx, { serviceId }))).toMatchObject({
      name: "New name",
      description: "d",
      operations: [{ kind: "connect-service", state: "complete" }],
    });
    const [tenant] = succeeded(await listTenants(product.ctx, {}));
    const applicationId = tenant?.applications[0]?.id;
    expect(await deleteApplication(product.ctx, { applicationId })).toMatchObject({
      code: "application-in-use",
    });
    expect(await deleteTenant(product.ctx, { tenant: tenant?.id })).toMatchObject({ code: "tenant-in-use" });
    const { portalUrl } = succeeded(await deleteService(product.ctx, { serviceId }));
    expect(portalUrl).toContain(tenant?.applications[0]?.clientId);
    expect(succeeded(await listTenants(product.ctx, {}))[0]?.applications).toHaveLength(1);
    expect(await getService(product.ctx, { serviceId })).toMatchObject({ code: "service-unknown" });
  });

  it("of Desktop Analytics is a Full Administrator's to change, and a refusal is audited", async () => {
    const app = await imported("DesktopAnalytics");
    const infrastructure = testCtx(db, { clock, actor: userActor("SMS000BR") });
    expect(await connectService(infrastructure, orderOf("DesktopAnalytics", app))).toMatchObject({
      code: "forbidden",
      params: { action: "desktop-analytics.manage" },
    });
    const refusals = await db.select().from(auditMessages).where(eq(auditMessages.messageId, 60051));
    expect(refusals).toMatchObject([{ action: "desktop-analytics.manage", allowed: false }]);
    expect(await connectService(infrastructure, orderOf("StoreForBusiness", app))).toMatchObject({
      ok: true,
    });
  });
});

describe("the proof of a connection", () => {
  it("is repeated every six hours; what fails raises the alert, and what works again ends it", async () => {
    const serviceId = await connected("StoreForBusiness");
    const { nextProofAt } = succeeded(await getService(product.ctx, { serviceId }));
    const inMs = (nextProofAt?.getTime() ?? 0) - clock.now().getTime();
    expect(inMs).toBeGreaterThan(5 * Hour.ms);
    expect(inMs).toBeLessThanOrEqual(6 * Hour.ms);
    await block(true);
    skippedMs += 6 * Hour.ms;
    await proofIs(serviceId, "blocked-by-conditional-access");
    expect(await listed()).toMatchObject([{ state: "not-permitted" }]);
    expect(await db.select().from(alerts)).toMatchObject([
      {
        code: "azure-services.connection-failed",
        objectId: serviceId,
        state: 0,
        link: `/azure-services/${serviceId}`,
        params: { name: "My StoreForBusiness", reason: "blocked-by-conditional-access" },
      },
    ]);
    expect(await db.select().from(statusMessages).where(eq(statusMessages.messageId, 61091))).toHaveLength(1);
    await block(false);
    skippedMs += 6 * Hour.ms;
    await proofIs(serviceId, "ok");
    expect(await db.select().from(alerts)).toMatchObject([{ state: 2 }]);
  });

  it("is made at once when the app has another secret", async () => {
    const serviceId = await connected("StoreForBusiness");
    await block(true);
    await db.update(azureApplicationSecrets).set({ createdAt: clock.now() });
    await proofIs(serviceId, "blocked-by-conditional-access");
  });

  it("is made when somebody asks, keeps what it finds, and is one for all who ask meanwhile", async () => {
    const serviceId = await connected("StoreForBusiness");
    await block(true);
    const [one, other] = await Promise.all([
      testConnection(product.ctx, { serviceId }),
      testConnection(product.ctx, { serviceId }),
    ]);
    const { operationId } = succeeded(one);
    succeeded(other);
    expect(await product.finished(operationId)).toMatchObject({
      state: "failed",
      failureCode: "blocked-by-conditional-access",
    });
    expect(await listed()).toMatchObject([
      { state: "not-permitted", proof: { code: "blocked-by-conditional-access" } },
    ]);
    await block(false);
    const again = succeeded(await testConnection(product.ctx, { serviceId }));
    expect(await product.finished(again.operationId)).toMatchObject({ state: "complete" });
    expect(await listed()).toMatchObject([{ state: "connected", proof: { code: "ok" } }]);
    expect(await db.select().from(alerts)).toMatchObject([{ state: 2 }]);
  });

  it("says that a secret that was sealed to another server is to be renewed", async () => {
    const serviceId = await connected("StoreForBusiness");
    await db.update(azureApplicationSecrets).set({ sealedTo: "0".repeat(64), sealed: Buffer.from("other") });
    expect(await listed()).toMatchObject([{ state: "secret-unreadable" }]);
    const { operationId } = succeeded(await testConnection(product.ctx, { serviceId }));
    expect(await product.finished(operationId)).toMatchObject({ failureCode: "secret-unreadable" });
  });

  it("is not made while the role is offline", async () => {
    const serviceId = await connected("StoreForBusiness");
    await db.execute("update service_connection_point set running_mode = 'offline'");
    expect(await testConnection(product.ctx, { serviceId })).toMatchObject({ code: "role-offline" });
    expect(await listed()).toMatchObject([{ state: "offline", nextProofAt: null }]);
  });
});

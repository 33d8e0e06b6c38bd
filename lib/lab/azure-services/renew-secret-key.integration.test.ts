import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createServerApplication } from "@/lib/azure-services/applications/create-server-application";
import { importApplication } from "@/lib/azure-services/applications/import-application";
import { verifyApplication } from "@/lib/azure-services/applications/verify-application";
import { retryOperation } from "@/lib/azure-services/operations/retry-operation";
import { undoOperation } from "@/lib/azure-services/operations/undo-operation";
import { getRenewalBatch } from "@/lib/azure-services/renewal/get-renewal-batch";
import { getRenewalPlan } from "@/lib/azure-services/renewal/get-renewal-plan";
import { renewSecretKey } from "@/lib/azure-services/renewal/renew-secret-key";
import { renewSecretKeys } from "@/lib/azure-services/renewal/renew-secret-keys";
import { replaceSecretKey } from "@/lib/azure-services/renewal/replace-secret-key";
import { connectService } from "@/lib/azure-services/services/connect-service";
import { listServices } from "@/lib/azure-services/services/list-services";
import { Hour, Second, systemClock } from "@/lib/clock";
import { alerts, azureApplicationSecrets, azureApplications, cloudEnvironments } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { findApplication } from "../directory/find";
import { createPassword } from "../directory/password-credential";
import type { SampleUserName } from "../directory/sample-tenants";
import { graphRoutes } from "../graph/graph-routes";
import { type AzureLab, LAB_PASSWORD, sampleApp, startAzureLab } from "../testing/azure-lab";
import { type ConnectedProduct, startConnectedProduct, succeeded } from "../testing/connected-product";
import { signInByCode } from "../testing/sign-in-by-code";

const PATIENCE_MS = 180_000;

const { db } = await testDatabase();
let lab: AzureLab;
let product: ConnectedProduct;
/** The app that most tests are about. */
let app: { id: string; clientId: string; tenant: string };
let made = 0;
let skippedMs = 0;
const clock = { now: () => new Date(systemClock.now().getTime() + skippedMs) };

beforeAll(async () => {
  lab = await startAzureLab((service) => graphRoutes(service));
}, PATIENCE_MS);
afterAll(() => lab.close());
beforeEach(async () => {
  skippedMs = 0;
  product = await startConnectedProduct(db, lab, clock);
  await db.update(cloudEnvironments).set({ secretGraceSeconds: 0 });
  await createApp();
}, PATIENCE_MS);
afterEach(async () => {
  lab.faults.clear();
  await product.close();
});

const signIn = (name: SampleUserName) =>
  signInByCode(product, lab.browser(), { login: `${name}@contoso.com`, password: LAB_PASSWORD });

/** Made by the product, and used by a service. */
async function createApp(): Promise<void> {
  made += 1;
  const { tenantId } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
  const order = {
    signInId: await signIn("global.admin"),
    environmentId: product.environmentId,
    serviceType: "StoreForBusiness",
    name: `Made ${made}`,
    homePageUrl: "https://ConfigMgrService",
    appIdUri: `api://${tenantId}/made-${made}`,
    validityYears: 1,
  };
  const { operationId } = succeeded(await createServerApplication(product.ctx, order));
  expect(await product.finished(operationId)).toMatchObject({ state: "complete" });
  const [row] = await db.select().from(azureApplications);
  if (!row) throw new Error("no app");
  app = row;
  const service = {
    type: "StoreForBusiness",
    name: "Store",
    description: "",
    serverApplicationId: app.id,
    clientApplicationId: null,
    settings: {},
  };
  const connected = succeeded(await connectService(product.ctx, service));
  expect(await product.finished(connected.operationId)).toMatchObject({ state: "complete" });
}

const registered = (clientId = app.clientId) => {
  const tenant = lab.service.directory.tenant("contoso.onmicrosoft.com");
  const found = tenant && findApplication(tenant, clientId);
  if (!found) throw new Error("no app registration");
  return found;
};
const keyIds = () => registered().passwordCredentials.map(({ keyId }) => keyId);

async function currentKeyId(): Promise<string | null> {
  const secrets = azureApplicationSecrets;
  const [row] = await db
    .select({ keyId: secrets.keyId })
    .from(secrets)
    .where(and(eq(secrets.applicationId, app.id), eq(secrets.state, "current")));
  return row?.keyId ?? null;
}

async function begunRenewal(name: SampleUserName): Promise<string> {
  const order = { applicationId: app.id, signInId: await signIn(name), validityYears: 2 };
  return succeeded(await renewSecretKey(product.ctx, order)).operationId;
}

const renew = async (name: SampleUserName) => product.finished(await begunRenewal(name));

/** Killed in the grace, which is over since: both keys are there, and whoever signed in is forgotten. */
async function renewalWithoutAdministrator() {
  await db.update(cloudEnvironments).set({ secretGraceSeconds: Hour.ms / Second.ms });
  const [old = ""] = keyIds();
  const operationId = await begunRenewal("app.admin");
  await product.until(async () => (await currentKeyId()) !== old);
  await product.kill();
  skippedMs = Hour.ms;
  await product.begin();
  expect(await product.finished(operationId)).toMatchObject({ state: "sign-in-needed" });
  return { operationId, old };
}

const states = async () => succeeded(await listServices(product.ctx, {})).map(({ state }) => state);

describe("the key of an app that the product made", () => {
  it(
    "is renewed by an Application Administrator; the service works on and the old key is gone",
    async () => {
      const [old] = keyIds();
      expect(await renew("app.admin")).toMatchObject({ state: "complete", leftovers: [] });
      expect(keyIds()).toEqual([await currentKeyId()]);
      expect(keyIds()).not.toContain(old);
      expect(await states()).toEqual(["connected"]);
    },
    PATIENCE_MS,
  );

  it(
    "is not renewed by somebody without rights, who is told who could",
    async () => {
      const before = keyIds();
      const row = await renew("user");
      expect(row).toMatchObject({ state: "failed", failureCode: "renewal-not-allowed", leftovers: [] });
      expect(row.failureParams).toMatchObject({
        account: "user@contoso.com",
        owners: "Grace Global Administrator (global.admin@contoso.com)",
        holders: expect.stringContaining("Ada Application Administrator (app.admin@contoso.com)"),
      });
      expect(keyIds()).toEqual(before);
    },
    PATIENCE_MS,
  );

  it(
    "stays when the tenant's policy forbids a new one, and when the new one never works",
    async () => {
      const before = keyIds();
      lab.switchOn({ fault: "secret-policy", maxDays: 180 });
      expect(await renew("app.admin")).toMatchObject({
        state: "failed",
        failureCode: "secret-forbidden-by-policy",
        leftovers: [],
      });
      lab.faults.clear();
      lab.switchOn({ fault: "slow-secret-propagation", seconds: 36_000 });
      expect(await renew("app.admin")).toMatchObject({
        state: "failed",
        failureCode: "secret-wrong",
        leftovers: [],
      });
      expect(keyIds()).toEqual(before);
      expect(await currentKeyId()).toBe(before[0]);
    },
    PATIENCE_MS,
  );

  it(
    "is removed by hand when nobody signs in again after a kill in the grace",
    async () => {
      const { operationId, old } = await renewalWithoutAdministrator();
      succeeded(await undoOperation(product.ctx, { operationId }));
      await product.until(async () => (await product.finished(operationId)).state === "complete");
      expect(await product.finished(operationId)).toMatchObject({
        leftovers: [{ what: "remove-old-secret", params: { keyId: old } }],
      });
      expect(keyIds()).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  it(
    "is renewed after all when the administrator signs in again",
    async () => {
      const { operationId } = await renewalWithoutAdministrator();
      const signInId = await signIn("global.admin");
      succeeded(await retryOperation(product.ctx, { operationId, signInId }));
      await product.until(async () => (await product.finished(operationId)).state === "complete");
      expect(keyIds()).toEqual([await currentKeyId()]);
    },
    PATIENCE_MS,
  );
});

it(
  "after a move of the role every key is renewed at once, the entered ones too, and the alert goes",
  async () => {
    const sample = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
    const entered = {
      environmentId: product.environmentId,
      tenantName: "Contoso",
      tenantId: sample.tenantId,
      name: "Imported",
      clientId: sample.clientId,
      secret: sample.secret,
      secretExpiresAt: "2100-01-01",
      appIdUri: sample.appIdUri ?? "",
      serviceType: "DesktopAnalytics",
    };
    const verification = succeeded(await verifyApplication(product.ctx, entered)).operationId;
    await product.finished(verification);
    const imported = succeeded(await importApplication(product.ctx, { verificationId: verification }));
    await db
      .update(azureApplicationSecrets)
      .set({ sealedTo: "the key of another server", sealed: Buffer.from("what only that can open") });
    const unreadable = async () => {
      const rows = await db
        .select()
        .from(alerts)
        .where(and(eq(alerts.code, "azure-services.secrets-unreadable"), eq(alerts.state, 0)));
      return rows.length;
    };
    await product.kill();
    await product.begin();
    await product.until(async () => (await unreadable()) === 1);
    const plan = succeeded(await getRenewalPlan(product.ctx, { tenant: null }));
    expect(plan).toMatchObject({
      roleMoved: true,
      tenants: [{ applications: [{ reason: "unreadable" }, { reason: "unreadable" }] }],
    });
    const { secretText, credential } = createPassword(
      {
        displayName: "made in the portal",
        startDateTime: new Date(),
        endDateTime: new Date("2099-01-01"),
        propagationSeconds: 0,
      },
      new Date(),
    );
    await lab.service.directory.change(sample.tenantId, (tenant) => {
      findApplication(tenant, sample.clientId)?.passwordCredentials.push(credential);
    });
    const begun = succeeded(
      await renewSecretKeys(product.ctx, {
        signIns: [{ tenant: app.tenant, signInId: await signIn("app.admin") }],
        validityYears: 1,
        created: [app.id],
        imported: [
          { applicationId: imported.applicationId, secret: secretText, secretExpiresAt: "2099-01-01" },
        ],
      }),
    );
    for (const operationId of begun.operationIds)
      expect(await product.finished(operationId)).toMatchObject({ state: "complete", failureCode: null });
    expect(await getRenewalBatch(product.ctx, { batchId: begun.batchId })).toMatchObject({
      value: { done: 2, total: 2 },
    });
    await product.until(async () => (await unreadable()) === 0);
    expect(succeeded(await getRenewalPlan(product.ctx, { tenant: null })).roleMoved).toBe(false);
    expect(await states()).toEqual(["connected"]);
  },
  PATIENCE_MS,
);

it(
  "an entered key that does not work changes nothing",
  async () => {
    const before = await currentKeyId();
    const order = { applicationId: app.id, secret: "not~the~key~of~this~app", secretExpiresAt: "2099-01-01" };
    const { operationId } = succeeded(await replaceSecretKey(product.ctx, order));
    expect(await product.finished(operationId)).toMatchObject({
      state: "failed",
      failureCode: "secret-wrong",
      sealed: null,
    });
    expect(await currentKeyId()).toBe(before);
  },
  PATIENCE_MS,
);

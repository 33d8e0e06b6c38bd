import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createServerApplication } from "@/lib/azure-services/applications/create-server-application";
import { importApplication } from "@/lib/azure-services/applications/import-application";
import { listApplications } from "@/lib/azure-services/applications/list-applications";
import { verifyApplication } from "@/lib/azure-services/applications/verify-application";
import { getOperation } from "@/lib/azure-services/operations/get-operation";
import { connectService } from "@/lib/azure-services/services/connect-service";
import { getService } from "@/lib/azure-services/services/get-service";
import { listServices } from "@/lib/azure-services/services/list-services";
import { testConnection } from "@/lib/azure-services/services/test-connection";
import { listTenants } from "@/lib/azure-services/tenants/list-tenants";
import { Day, systemClock } from "@/lib/clock";
import { azureServices } from "@/lib/db/schema";
import type { Result } from "@/lib/result";
import { testDatabase } from "@/lib/testing/database";
import { createPassword, hashSecret } from "../directory/password-credential";
import { graphRoutes } from "../graph/graph-routes";
import type { LabRoute } from "../router";
import { type AzureLab, sampleApp, startAzureLab } from "../testing/azure-lab";
import { type ConnectedProduct, startConnectedProduct, succeeded } from "../testing/connected-product";
import { signInToAzure } from "../testing/sign-in-to-azure";
import { dumpOf, whereItAppears } from "../testing/where-it-appears";

const PATIENCE_MS = 120_000;

const { db } = await testDatabase();
let lab: AzureLab;
let product: ConnectedProduct;
/** What the use cases answered, as it would go to the browser. */
const answers: string[] = [];
/** Secrets that Azure made. */
const told: string[] = [];

beforeAll(async () => {
  lab = await startAzureLab((service) => graphRoutes(service).map(noting));
  product = await startConnectedProduct(db, lab);
}, PATIENCE_MS);
afterAll(async () => {
  await product.close();
  await lab.close();
});

function noted<T>(result: Result<T>): T {
  answers.push(JSON.stringify(result));
  return succeeded(result);
}

/** Keeps the secrets that Graph tells: once, in the answer to whoever makes them. */
const noting = (route: LabRoute): LabRoute => ({
  ...route,
  handle: (exchange) => {
    const { response } = exchange;
    const end = response.end.bind(response);
    const note = (...args: Parameters<typeof end>) => {
      const [, secret] = /"secretText":"([^"]+)"/.exec(String(args[0])) ?? [];
      if (secret) told.push(secret);
      return end(...args);
    };
    Object.assign(response, { end: note });
    return route.handle(exchange);
  },
});

/** With the signs that every encoding changes. */
const canary = () => `canary~${randomBytes(9).toString("hex")}+/=&%"\\_.-~`;

it(
  "a secret key appears nowhere: not in the database, the logs or an answer, in no encoding, whatever became of it",
  async () => {
    const { environmentId, ctx } = product;
    const { tenantId, clientId, appIdUri } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
    const [right, wrong, malformed] = [await addSecret(tenantId, clientId), canary(), `${canary()} blank`];
    const order = (secret: string) => ({
      environmentId,
      tenantName: "Contoso",
      tenantId,
      name: "App",
      clientId,
      secret,
      secretExpiresAt: new Date(Date.now() + 200 * Day.ms).toISOString().slice(0, 10),
      appIdUri,
      serviceType: "StoreForBusiness",
    });
    const verify = async (secret: string) => {
      const { operationId } = noted(await verifyApplication(ctx, order(secret)));
      const { failureCode } = await product.finished(operationId);
      noted(await getOperation(ctx, { operationId }));
      return { verificationId: operationId, failureCode };
    };

    answers.push(JSON.stringify(await verifyApplication(ctx, order(malformed))));
    answers.push(JSON.stringify(await verifyApplication(ctx, { ...order(malformed), serviceType: "?" })));
    expect((await verify(wrong)).failureCode).toBe("secret-wrong");
    const { verificationId } = await verify(right);
    // What is in the database while the verification waits for its import, too.
    const dumps = [await dumpOf(db)];
    const { applicationId } = noted(await importApplication(ctx, { verificationId }));
    const { serviceId, operationId } = noted(
      await connectService(ctx, {
        type: "StoreForBusiness",
        name: "Store",
        description: "",
        serverApplicationId: applicationId,
        clientApplicationId: null,
        settings: {},
      }),
    );
    expect((await product.finished(operationId)).state).toBe("complete");
    const test = noted(await testConnection(ctx, { serviceId }));
    expect((await product.finished(test.operationId)).state).toBe("complete");
    await lab.service.directory.change(tenantId, (tenant) => {
      for (const app of tenant.applications) app.passwordCredentials = [];
    });
    await db.update(azureServices).set({ provedAt: sql`proved_at - interval '1 day'` });
    await product.until(async () => (await db.select().from(azureServices))[0]?.proofCode === "secret-wrong");
    noted(await listServices(ctx, {}));
    noted(await getService(ctx, { serviceId }));
    noted(await listTenants(ctx, {}));
    noted(await listApplications(ctx, { environmentId, kind: "server", tenant: null }));
    const creation = {
      signInId: await signInToAzure(lab, product, "global.admin@contoso.com"),
      environmentId,
      serviceType: "CloudManagement",
      name: "Made here",
      homePageUrl: "https://ConfigMgrService",
      appIdUri: `api://${tenantId}/MadeHere`,
      validityYears: 1,
    };
    const created = noted(await createServerApplication(ctx, creation));
    expect((await product.finished(created.operationId)).state).toBe("complete");
    noted(await getOperation(ctx, { operationId: created.operationId }));
    noted(await listTenants(ctx, {}));
    expect(told).toHaveLength(1);
    dumps.push(await dumpOf(db));

    for (const secret of [right, wrong, malformed, ...told]) {
      expect(whereItAppears(dumps.join("\n"), secret)).toEqual([]);
      expect(whereItAppears(product.lines.join("\n"), secret)).toEqual([]);
      expect(whereItAppears(answers.join("\n"), secret)).toEqual([]);
    }
    expect(product.lines.join("\n")).toContain("secret-wrong");
    // The search does find what is there.
    expect(whereItAppears(dumps.join("\n"), clientId)).toContain("plain");
    expect(whereItAppears(Buffer.from(`x${right}y`).toString("base64"), right)).not.toEqual([]);
  },
  PATIENCE_MS,
);

/** Gives an app a secret of this test's own. */
async function addSecret(tenantId: string, clientId: string): Promise<string> {
  const secret = canary();
  await lab.service.directory.change(tenantId, (tenant) => {
    const app = tenant.applications.find((one) => one.appId === clientId);
    const now = systemClock.now();
    const [startDateTime, endDateTime] = [now, new Date(now.getTime() + 365 * Day.ms)];
    const { credential } = createPassword(
      { displayName: null, startDateTime, endDateTime, propagationSeconds: 0 },
      now,
    );
    app?.passwordCredentials.push({ ...credential, secretHash: hashSecret(secret) });
  });
  return secret;
}

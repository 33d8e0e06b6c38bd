import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { createServerApplication } from "@/lib/azure-services/applications/create-server-application";
import { listApplications } from "@/lib/azure-services/applications/list-applications";
import { retryOperation } from "@/lib/azure-services/operations/retry-operation";
import { undoOperation } from "@/lib/azure-services/operations/undo-operation";
import { azureApplicationSecrets } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import type { Tenant } from "../directory/model";
import { graphRoutes } from "../graph/graph-routes";
import { type AzureLab, startAzureLab } from "./azure-lab";
import { type ConnectedProduct, startConnectedProduct, succeeded } from "./connected-product";
import { signInToAzure } from "./sign-in-to-azure";
import { type Fate, watchedRoutes } from "./watched-routes";

export const CREATION_PATIENCE_MS = 300_000;

/** For each test of the calling file: a product that makes apps in Contoso, where nobody made any yet. */
export async function creationLab() {
  const { db } = await testDatabase();
  let azure: AzureLab;
  let product: ConnectedProduct;
  let untouched: Tenant;
  let fateOf: (what: string) => Fate = () => "answer";

  beforeAll(async () => {
    azure = await startAzureLab((service) => watchedRoutes(graphRoutes(service), (what) => fateOf(what)));
    untouched = structuredClone(contoso());
  }, CREATION_PATIENCE_MS);
  afterAll(() => azure.close());
  beforeEach(begin, CREATION_PATIENCE_MS);
  afterEach(end);

  async function begin(): Promise<void> {
    product = await startConnectedProduct(db, azure);
  }

  async function end(): Promise<void> {
    fateOf = () => "answer";
    azure.faults.clear();
    await product.close();
    await azure.service.directory.add(structuredClone(untouched));
  }

  function contoso(): Tenant {
    const tenant = azure.service.directory.tenant("contoso.com");
    if (!tenant) throw new Error("no tenant");
    return tenant;
  }

  const signedIn = (login = "global.admin@contoso.com") => signInToAzure(azure, product, login);

  const orderOf = (signInId: string, changes: object = {}) => ({
    signInId,
    environmentId: product.environmentId,
    serviceType: "CloudManagement",
    name: "Made here",
    homePageUrl: "https://ConfigMgrService",
    appIdUri: `api://${contoso().id}/MadeHere`,
    validityYears: 1,
    ...changes,
  });

  const madeApps = (name = "Made here") =>
    contoso().applications.filter(({ displayName }) => displayName === name);

  const listed = async (kind: "server" | "client" = "server") =>
    succeeded(
      await listApplications(product.ctx, { environmentId: product.environmentId, kind, tenant: null }),
    );

  return {
    db,
    get azure() {
      return azure;
    },
    get product() {
      return product;
    },
    /** Contoso before the first test. */
    get untouched() {
      return untouched;
    },
    /** Decides what becomes of each request to Graph from now on, until the test ends. */
    decide(next: (what: string) => Fate): void {
      fateOf = next;
    },
    /** As at the beginning of a test. */
    async afresh(): Promise<void> {
      await end();
      await begin();
    },
    contoso,
    signedIn,
    orderOf,
    /** Begins the creation of a web app. @returns id of the operation */
    begun: async (changes: object = {}, login?: string): Promise<string> =>
      succeeded(await createServerApplication(product.ctx, orderOf(await signedIn(login), changes)))
        .operationId,
    /** In Azure. */
    madeApps,
    /** In the product. */
    listed,
    /** Ends an operation as an administrator who does not give up would. */
    async goneOnWith(operationId: string): Promise<string> {
      for (;;) {
        const { state } = await product.finished(operationId);
        if (state !== "sign-in-needed" && state !== "stopped") return state;
        succeeded(await retryOperation(product.ctx, { operationId, signInId: await signedIn() }));
      }
    },
    async undone(operationId: string) {
      succeeded(await undoOperation(product.ctx, { operationId }));
      await product.until(async () => (await product.finished(operationId)).state === "failed");
      return product.finished(operationId);
    },
    /** One app with one secret, which works: the product proved it. */
    async expectOneApp(): Promise<void> {
      const [app, ...others] = madeApps();
      expect(others).toEqual([]);
      expect(app?.passwordCredentials).toHaveLength(1);
      expect(await listed()).toMatchObject([{ clientId: app?.appId, secret: { state: "ok" } }]);
      const [kept] = await db.select().from(azureApplicationSecrets);
      expect(kept?.keyId).toBe(app?.passwordCredentials[0]?.keyId);
    },
  };
}

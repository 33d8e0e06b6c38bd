import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { Agent, request } from "undici";
import { createServerApplication } from "@/lib/azure-services/applications/create-server-application";
import { clientSecretPurpose } from "@/lib/azure-services/model";
import { OVER_STATES } from "@/lib/azure-services/operations/model";
import { readOperation } from "@/lib/azure-services/operations/operation-store";
import { renewSecretKey } from "@/lib/azure-services/renewal/renew-secret-key";
import { connectService } from "@/lib/azure-services/services/connect-service";
import { systemClock } from "@/lib/clock";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import type { Ctx } from "@/lib/context";
import {
  azureApplicationSecrets,
  azureApplications,
  azureOperations,
  azureTenants,
  cloudEnvironments,
  sealingKeys,
} from "@/lib/db/schema";
import { findApplication } from "@/lib/lab/directory/find";
import { type Application, tenantSchema } from "@/lib/lab/directory/model";
import { SAMPLE_TENANTS } from "@/lib/lab/directory/sample-tenants";
import { azureAccountsFile } from "@/lib/lab/directory/seed-sample-directory";
import { FaultBoard } from "@/lib/lab/faults";
import { checkSecret } from "@/lib/lab/identity/client-authentication";
import { LAB_ENVIRONMENT_ID } from "@/lib/lab/lab-environment-row";
import { succeeded } from "@/lib/lab/testing/connected-product";
import { LabBrowser } from "@/lib/lab/testing/lab-browser";
import { signInByCode } from "@/lib/lab/testing/sign-in-by-code";
import { unseal } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { KillableProduct } from "../killable-product";

/** Holds the role in the sample hierarchy. */
const ROLE_SERVER = "scp01.contoso.com";
const ADMINISTRATOR = "global.admin@contoso.com";
const PATIENCE_MS = 120_000;
/** The service of the app needs a token for the store and nothing else. */
const SERVICE = "StoreForBusiness";

export interface AppOfSweep {
  id: string;
  clientId: string;
  tenantId: string;
}

/** Processes of the product and of the lab's Azure, with one app that the product made and a service that uses it. */
export class RenewalProduct {
  app: AppOfSweep | undefined;
  readonly ctx: Ctx;

  private constructor(
    readonly product: KillableProduct,
    private readonly agent: Agent,
    private readonly password: string,
  ) {
    this.ctx = {
      db: product.db,
      actor: { kind: "command-line", osUser: "sweep" },
      clock: systemClock,
      correlationId: "sweep",
    };
  }

  static async start(): Promise<RenewalProduct> {
    const product = await KillableProduct.start("secret-renewal", { payloadScale: 0.01 });
    const { db } = product;
    await product.startExecutive();
    await product.until(
      "the role runs online",
      async () => (await whyNotOnline(db)) === null && (await db.select().from(sealingKeys)).length > 0,
      PATIENCE_MS,
    );
    // The grace is no part of what is searched here.
    const [environment] = await db.update(cloudEnvironments).set({ secretGraceSeconds: 1 }).returning();
    const agent = new Agent({ connect: { ca: environment?.certificateAuthorities ?? "" } });
    const accounts = JSON.parse(await readFile(azureAccountsFile(product.folder), "utf8"));
    const { password } = accounts.users.find(
      (user: { userPrincipalName: string }) => user.userPrincipalName === ADMINISTRATOR,
    );
    const renewal = new RenewalProduct(product, agent, password);
    await renewal.createApp();
    return renewal;
  }

  signIn(): Promise<string> {
    const until = (holds: () => Promise<boolean>) => this.product.until("a sign-in", holds, PATIENCE_MS);
    const somebody = { login: ADMINISTRATOR, password: this.password };
    return signInByCode({ ctx: this.ctx, until }, new LabBrowser(this.agent), somebody);
  }

  async beginRenewal(): Promise<string> {
    const order = { applicationId: this.app?.id, signInId: await this.signIn(), validityYears: 1 };
    return succeeded(await renewSecretKey(this.ctx, order)).operationId;
  }

  async isOver(operationId: string): Promise<boolean> {
    const row = await readOperation(this.product.db, operationId);
    return (OVER_STATES as readonly string[]).includes(row?.state ?? "");
  }

  async switchOn(fault: object): Promise<void> {
    const response = await request(`https://localhost:${this.product.labCloudPort}/lab/faults`, {
      dispatcher: this.agent,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fault),
    });
    assert.equal(response.statusCode, 201, await response.body.text());
  }

  async clearFaults(): Promise<void> {
    const url = `https://localhost:${this.product.labCloudPort}/lab/faults`;
    await (await request(url, { dispatcher: this.agent, method: "DELETE" })).body.dump();
  }

  /** The app registration in the lab's Azure AD, with its keys. */
  private async registration(): Promise<Application> {
    const { tenantId, clientId } = this.app ?? assert.fail("no app");
    const file = path.join(this.product.folder, "lab-cloud", "directory", `${tenantId}.json`);
    const tenant = tenantSchema.parse(JSON.parse(await readFile(file, "utf8")));
    return findApplication(tenant, clientId) ?? assert.fail("the app is not registered any more");
  }

  private async currentSecret() {
    const secrets = azureApplicationSecrets;
    const [row] = await this.product.db
      .select()
      .from(secrets)
      .where(and(eq(secrets.applicationId, this.app?.id ?? ""), eq(secrets.state, "current")));
    return row ?? assert.fail("the services have no secret key");
  }

  /** The key that services use is one that this server can open and that Azure takes by now. */
  async assertCurrentWorks(): Promise<void> {
    const { tenantId, clientId } = this.app ?? assert.fail("no app");
    const { privateKey } = await loadServerKey(this.product.installDir(ROLE_SERVER));
    for (;;) {
      const { id, sealed } = await this.currentSecret();
      const secret = sealed && (await unseal(privateKey, clientSecretPurpose(tenantId, clientId), sealed));
      assert.ok(secret, "this server cannot open the secret key that services use");
      const undisturbed = { faults: new FaultBoard(), now: () => new Date() };
      const checked = checkSecret(undisturbed, await this.registration(), secret);
      // Between the two looks the services may have got another key.
      if (checked.ok) return;
      assert.notEqual((await this.currentSecret()).id, id, `the key that services use: ${checked.code}`);
    }
  }

  /** Every key in Azure is the one in use, or named with an operation. */
  async assertNoOrphan(): Promise<void> {
    const { keyId: current } = await this.currentSecret();
    const operations = await this.product.db.select().from(azureOperations);
    const named = JSON.stringify(operations.map(({ leftovers }) => leftovers));
    const orphans = (await this.registration()).passwordCredentials.filter(
      ({ keyId, displayName }) =>
        keyId !== current && !named.includes(keyId) && !named.includes(displayName ?? keyId),
    );
    assert.deepEqual(orphans, [], "keys in Azure that nobody is told of");
  }

  async close(): Promise<void> {
    await this.agent.close();
    await this.product.close();
  }

  private async createApp(): Promise<void> {
    const { db } = this.product;
    const [sample] = SAMPLE_TENANTS;
    const order = {
      signInId: await this.signIn(),
      environmentId: LAB_ENVIRONMENT_ID,
      serviceType: SERVICE,
      name: "App of the sweep",
      homePageUrl: "https://ConfigMgrService",
      appIdUri: `api://${sample?.id}/sweep`,
      validityYears: 1,
    };
    const { operationId } = succeeded(await createServerApplication(this.ctx, order));
    await this.product.until("the app is made", () => this.isOver(operationId), PATIENCE_MS);
    const [row] = await db
      .select({
        id: azureApplications.id,
        clientId: azureApplications.clientId,
        tenantId: azureTenants.tenantId,
      })
      .from(azureApplications)
      .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant));
    assert.ok(row, "the app was not made");
    this.app = row;
    const service = {
      type: SERVICE,
      name: "Store",
      description: "",
      serverApplicationId: row.id,
      clientApplicationId: null,
      settings: {},
    };
    const connected = succeeded(await connectService(this.ctx, service));
    await this.product.until("the service works", () => this.isOver(connected.operationId), PATIENCE_MS);
  }
}

import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createClientApplication } from "@/lib/azure-services/applications/create-client-application";
import { createServerApplication } from "@/lib/azure-services/applications/create-server-application";
import { listApplications } from "@/lib/azure-services/applications/list-applications";
import { updateApplicationSettings } from "@/lib/azure-services/applications/update-application-settings";
import { retryOperation } from "@/lib/azure-services/operations/retry-operation";
import { undoOperation } from "@/lib/azure-services/operations/undo-operation";
import { connectService } from "@/lib/azure-services/services/connect-service";
import { listServices } from "@/lib/azure-services/services/list-services";
import { azureApplicationSecrets, azureApplications, azureTenants } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { buildSampleTenant } from "../directory/build-sample-tenant";
import type { Tenant } from "../directory/model";
import { SAMPLE_TENANTS } from "../directory/sample-tenants";
import { graphRoutes } from "../graph/graph-routes";
import { type AzureLab, sampleApp, startAzureLab } from "../testing/azure-lab";
import { type ConnectedProduct, startConnectedProduct, succeeded } from "../testing/connected-product";
import { signInToAzure } from "../testing/sign-in-to-azure";
import { type Fate, watchedRoutes } from "../testing/watched-routes";

const PATIENCE_MS = 300_000;
const ADMINISTRATOR = "global.admin@contoso.com";

const { db } = await testDatabase();
let lab: AzureLab;
let product: ConnectedProduct;
/** Decides what becomes of each request to Graph. */
let fateOf: (what: string) => Fate = () => "answer";
let untouched: Tenant;

beforeAll(async () => {
  lab = await startAzureLab((service) => watchedRoutes(graphRoutes(service), (what) => fateOf(what)));
  untouched = structuredClone(contoso());
}, PATIENCE_MS);
afterAll(() => lab.close());
beforeEach(async () => {
  product = await startConnectedProduct(db, lab);
}, PATIENCE_MS);
afterEach(async () => {
  fateOf = () => "answer";
  lab.faults.clear();
  await product.close();
  await lab.service.directory.add(structuredClone(untouched));
});

function contoso(): Tenant {
  const tenant = lab.service.directory.tenant("contoso.com");
  if (!tenant) throw new Error("no tenant");
  return tenant;
}

const signedIn = (login = ADMINISTRATOR) => signInToAzure(lab, product, login);

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

const begun = async (changes: object = {}, login?: string) =>
  succeeded(await createServerApplication(product.ctx, orderOf(await signedIn(login), changes))).operationId;

const madeApps = (name = "Made here") =>
  contoso().applications.filter(({ displayName }) => displayName === name);

const listed = async (kind: "server" | "client" = "server") =>
  succeeded(
    await listApplications(product.ctx, { environmentId: product.environmentId, kind, tenant: null }),
  );

/** Ends an operation as an administrator who does not give up would. */
async function goneOnWith(operationId: string): Promise<string> {
  for (;;) {
    const { state } = await product.finished(operationId);
    if (state !== "sign-in-needed" && state !== "stopped") return state;
    succeeded(await retryOperation(product.ctx, { operationId, signInId: await signedIn() }));
  }
}

async function undone(operationId: string) {
  succeeded(await undoOperation(product.ctx, { operationId }));
  await product.until(async () => (await product.finished(operationId)).state === "failed");
  return product.finished(operationId);
}

/** One app with one secret, which works: the product proved it. */
async function expectOneApp(): Promise<void> {
  const [app, ...others] = madeApps();
  expect(others).toEqual([]);
  expect(app?.passwordCredentials).toHaveLength(1);
  expect(await listed()).toMatchObject([{ clientId: app?.appId, secret: { state: "ok" } }]);
  const [kept] = await db.select().from(azureApplicationSecrets);
  expect(kept?.keyId).toBe(app?.passwordCredentials[0]?.keyId);
}

describe("a web app that is created", () => {
  it(
    "has its permissions, their consent and a secret that works, and serves Cloud Management with a native app",
    async () => {
      expect((await product.finished(await begun())).state).toBe("complete");
      await expectOneApp();
      const [app] = madeApps();
      expect(app).toMatchObject({
        signInAudience: "AzureADMyOrg",
        identifierUris: [`api://${contoso().id}/MadeHere`],
        api: { oauth2PermissionScopes: [{ value: "user_impersonation" }] },
      });
      const [server] = await listed();
      expect(server).toMatchObject({ origin: "created", consent: "granted", secret: { daysLeft: 365 } });
      const [tenant] = await db.select().from(azureTenants);
      expect(tenant).toMatchObject({ name: "Contoso", domain: "contoso.com" });

      const client = succeeded(
        await createClientApplication(product.ctx, {
          signInId: await signedIn(),
          serverApplicationId: server?.id,
          name: "Native",
          replyUrl: "https://ConfigMgrService",
        }),
      );
      const made = await product.finished(client.operationId);
      expect(made.state).toBe("complete");
      const [native] = madeApps("Native");
      expect(native).toMatchObject({
        isFallbackPublicClient: true,
        publicClient: {
          redirectUris: [
            "https://ConfigMgrService",
            `ms-appx-web://Microsoft.AAD.BrokerPlugin/${native?.appId}`,
          ],
        },
        passwordCredentials: [],
      });
      expect(await listed("client")).toMatchObject([{ consent: "granted", secret: null }]);

      const { operationId } = succeeded(
        await connectService(product.ctx, {
          type: "CloudManagement",
          name: "Cloud Management",
          description: "",
          serverApplicationId: server?.id,
          clientApplicationId: made.applicationId,
          settings: {},
        }),
      );
      expect((await product.finished(operationId)).state).toBe("complete");
      expect(succeeded(await listServices(product.ctx, {}))).toMatchObject([{ state: "connected" }]);
    },
    PATIENCE_MS,
  );

  it.each(["StoreForBusiness", "DesktopAnalytics"])(
    "serves %s",
    async (type) => {
      const made = await product.finished(await begun({ serviceType: type, validityYears: 2 }));
      expect(made.state).toBe("complete");
      const { operationId } = succeeded(
        await connectService(product.ctx, {
          type,
          name: type,
          description: "",
          serverApplicationId: made.applicationId,
          clientApplicationId: null,
          settings: {},
        }),
      );
      expect((await product.finished(operationId)).state).toBe("complete");
    },
    PATIENCE_MS,
  );

  it(
    "is not created for the Log Analytics Connector, nor by a sign-in to nowhere, nor with fields that are wrong",
    async () => {
      const signInId = await signedIn();
      const refused = async (changes: object) =>
        createServerApplication(product.ctx, orderOf(signInId, changes));
      expect(await refused({ serviceType: "LogAnalyticsConnector" })).toMatchObject({
        code: "app-action-not-offered",
      });
      expect(await refused({ name: " " })).toMatchObject({ code: "name-malformed", field: "name" });
      expect(await refused({ homePageUrl: "x" })).toMatchObject({
        code: "url-malformed",
        field: "homePageUrl",
      });
      expect(await refused({ appIdUri: "x" })).toMatchObject({
        code: "app-id-uri-malformed",
        field: "appIdUri",
      });
      expect(await refused({ validityYears: 3 })).toMatchObject({
        code: "invalid-input",
        field: "validityYears",
      });
      expect(await refused({ signInId: crypto.randomUUID() })).toMatchObject({
        code: "sign-in-not-found",
        field: "signInId",
      });
    },
    PATIENCE_MS,
  );
});

describe("the creation of an app", () => {
  it(
    "that the account may not do names who could, and leaves nothing when it is given up",
    async () => {
      const id = await begun({}, "app.admin@contoso.com");
      expect(await product.finished(id)).toMatchObject({
        state: "stopped",
        failureCode: "directory-role-missing",
        failureParams: { allowedTo: "Privileged Role Administrator, Global Administrator" },
      });
      expect(await undone(id)).toMatchObject({ leftovers: [] });
      expect(contoso()).toEqual(untouched);
    },
    PATIENCE_MS,
  );

  it(
    "goes on as somebody who may, of the same tenant only",
    async () => {
      const id = await begun({}, "app.admin@contoso.com");
      await product.finished(id);
      await lab.service.directory.change(fabrikam(), (tenant) => {
        tenant.oauth2PermissionGrants.push(...missingConsents(tenant));
      });
      const elsewhere = await signedIn("global.admin@fabrikam.com");
      expect(await retryOperation(product.ctx, { operationId: id, signInId: elsewhere })).toMatchObject({
        code: "sign-in-of-another-tenant",
        field: "signInId",
      });
      expect(await goneOnWith(id)).toBe("complete");
      await expectOneApp();
    },
    PATIENCE_MS,
  );

  it(
    "that the tenant's policy refuses a secret leaves nothing when it is given up",
    async () => {
      lab.switchOn({ fault: "secret-policy", maxDays: 0 });
      const id = await begun();
      expect(await product.finished(id)).toMatchObject({ failureCode: "secret-forbidden-by-policy" });
      expect(await undone(id)).toMatchObject({ leftovers: [] });
      expect(contoso()).toEqual(untouched);
    },
    PATIENCE_MS,
  );

  it(
    "whose App ID URI another app has says so, and leaves nothing",
    async () => {
      const [taken = ""] = contoso().applications.flatMap(({ identifierUris }) => identifierUris);
      const id = await begun({ appIdUri: taken });
      expect(await product.finished(id)).toMatchObject({ failureCode: "app-id-uri-taken" });
      expect(await undone(id)).toMatchObject({ leftovers: [] });
      expect(contoso()).toEqual(untouched);
    },
    PATIENCE_MS,
  );

  it(
    "whose secret is not known yet waits for it, and needs nobody any more, not even the process that made it",
    async () => {
      lab.switchOn({ fault: "slow-secret-propagation", seconds: 3_600 });
      const id = await begun();
      expect(await product.finished(id)).toMatchObject({ state: "stopped", failureCode: "secret-wrong" });
      await lab.service.directory.change(contoso().id, (tenant) => {
        for (const app of tenant.applications)
          for (const credential of app.passwordCredentials) credential.usableFrom = credential.startDateTime;
      });
      await product.kill();
      await product.begin();
      succeeded(await retryOperation(product.ctx, { operationId: id, signInId: null }));
      expect((await product.finished(id)).state).toBe("complete");
      await expectOneApp();
    },
    PATIENCE_MS,
  );

  it(
    "that ends after its administrator is gone names what may be left in Azure",
    async () => {
      const id = await begun({}, "app.admin@contoso.com");
      await product.finished(id);
      await product.kill();
      await product.begin();
      expect(await undone(id)).toMatchObject({
        leftovers: [
          { what: "create-application", params: { name: "Made here", appId: madeApps()[0]?.appId } },
        ],
      });
    },
    PATIENCE_MS,
  );

  it(
    "of which somebody imported the like meanwhile says so at its end",
    async () => {
      lab.switchOn({ fault: "slow-secret-propagation", seconds: 3_600 });
      const id = await begun();
      await product.finished(id);
      const [tenant] = await db
        .insert(azureTenants)
        .values({
          environmentId: product.environmentId,
          tenantId: contoso().id,
          name: "Mine",
          createdAt: new Date(),
          createdBy: "anna",
        })
        .returning();
      await db.insert(azureApplications).values({
        tenant: tenant?.id ?? "",
        kind: "server",
        name: "Imported",
        clientId: crypto.randomUUID(),
        appIdUri: `api://${contoso().id}/MadeHere`,
        origin: "imported",
        createdAt: new Date(),
        createdBy: "anna",
      });
      await lab.service.directory.change(contoso().id, (changed) => {
        for (const app of changed.applications)
          for (const credential of app.passwordCredentials) credential.usableFrom = credential.startDateTime;
      });
      succeeded(await retryOperation(product.ctx, { operationId: id, signInId: null }));
      expect(await product.finished(id)).toMatchObject({
        state: "stopped",
        failureCode: "app-id-uri-in-use",
      });
      expect(await undone(id)).toMatchObject({ leftovers: [] });
      expect(contoso()).toEqual(untouched);
    },
    PATIENCE_MS,
  );
});

/** A web app of the lab's that the product knows already, for native apps to act at. */
async function knownServer(): Promise<string> {
  const made = { createdAt: new Date(), createdBy: "anna" };
  const [tenant] = await db
    .insert(azureTenants)
    .values({ ...made, environmentId: product.environmentId, tenantId: contoso().id, name: "Contoso" })
    .returning();
  const { clientId, appIdUri } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App");
  const server = { kind: "server", name: "Server", clientId, appIdUri, origin: "imported" } as const;
  const [row] = await db
    .insert(azureApplications)
    .values({ ...made, ...server, tenant: tenant?.id ?? "" })
    .returning();
  return row?.id ?? "";
}

const CREATIONS = {
  "a web app": {
    begin: async (signInId: string) => createServerApplication(product.ctx, orderOf(signInId)),
    expectOne: expectOneApp,
  },
  "a native app": {
    begin: async (signInId: string) =>
      createClientApplication(product.ctx, {
        signInId,
        serverApplicationId: await knownServer(),
        name: "Made here",
        replyUrl: "https://ConfigMgrService",
      }),
    expectOne: async () => {
      const [app, ...others] = madeApps();
      expect(others).toEqual([]);
      expect(app?.publicClient.redirectUris).toHaveLength(2);
      expect(await listed("client")).toMatchObject([{ clientId: app?.appId, consent: "granted" }]);
    },
  },
};

describe.each(Object.entries(CREATIONS))(
  "whatever happens to a request of the creation of %s",
  (_, creation) => {
    /** @param fate of each request from the first after the sign-in on, by its number */
    async function create(fate: (asked: number, what: string) => Fate): Promise<string> {
      const signInId = await signedIn();
      let asked = 0;
      fateOf = (what) => fate(asked++, what);
      return succeeded(await creation.begin(signInId)).operationId;
    }

    /** Every request that an undisturbed creation sends to Graph. */
    async function requestsOfCreation(): Promise<string[]> {
      const requests: string[] = [];
      const operationId = await create((_asked, what) => {
        requests.push(what);
        return "answer";
      });
      expect((await product.finished(operationId)).state).toBe("complete");
      return requests;
    }

    async function afresh(): Promise<void> {
      fateOf = () => "answer";
      await product.close();
      await lab.service.directory.add(structuredClone(untouched));
      product = await startConnectedProduct(db, lab);
    }

    it(
      "refused, the creation stops there; given up, nothing is left in Azure",
      async () => {
        for (const [refused, what] of (await requestsOfCreation()).entries()) {
          await afresh();
          const operationId = await create((asked) => (asked === refused ? "refuse" : "answer"));
          expect((await product.finished(operationId)).state, what).toBe("stopped");
          expect(await undone(operationId), what).toMatchObject({ leftovers: [] });
          expect(contoso(), what).toEqual(untouched);
          expect(madeApps()).toEqual([]);
        }
      },
      PATIENCE_MS,
    );

    it.each(["drop-before", "drop-after"] as const)(
      "the executive killed with it (%s its effect), it goes on: there is one app",
      async (fate) => {
        for (const [killedAt, what] of (await requestsOfCreation()).entries()) {
          if (what.startsWith("GET ")) continue;
          await afresh();
          let killed: Promise<void> | null = null;
          const operationId = await create((asked) => {
            if (asked !== killedAt) return killed ? "drop-before" : "answer";
            killed = product.kill();
            return fate;
          });
          await product.until(async () => killed !== null);
          await killed;
          fateOf = () => "answer";
          await product.begin();
          expect(await goneOnWith(operationId), what).toBe("complete");
          await creation.expectOne();
        }
      },
      PATIENCE_MS,
    );
  },
);

describe("the settings of an app", () => {
  it(
    "are brought up to date: what is missing is added and consented to, what others set stays",
    async () => {
      const made = await product.finished(await begun());
      const appId = madeApps()[0]?.appId;
      await lab.service.directory.change(contoso().id, (tenant) => {
        const app = tenant.applications.find((one) => one.appId === appId);
        if (!app) throw new Error("no app");
        app.requiredResourceAccess = [];
        app.web.redirectUris = ["https://gateway.contoso.com/CCM_Proxy_ServerAuth/ImplicitAuth"];
        const principal = tenant.servicePrincipals.find((one) => one.appId === appId);
        tenant.appRoleAssignments = tenant.appRoleAssignments.filter(
          ({ principalId }) => principalId !== principal?.id,
        );
      });
      const { operationId } = succeeded(
        await updateApplicationSettings(product.ctx, {
          signInId: await signedIn(),
          applicationId: made.applicationId,
        }),
      );
      expect((await product.finished(operationId)).state).toBe("complete");
      const [app] = madeApps();
      expect(app?.web.redirectUris).toEqual([
        "https://gateway.contoso.com/CCM_Proxy_ServerAuth/ImplicitAuth",
        "http://localhost",
      ]);
      expect(app?.web.homePageUrl).toBe("https://ConfigMgrService");
      expect(app?.requiredResourceAccess).toHaveLength(1);
      const principal = contoso().servicePrincipals.find((one) => one.appId === appId);
      expect(contoso().appRoleAssignments.filter((one) => one.principalId === principal?.id)).toHaveLength(1);
      const [row] = await db
        .select()
        .from(azureApplications)
        .where(eq(azureApplications.id, made.applicationId ?? ""));
      expect(row?.settingsUpdatedAt?.getTime()).toBeGreaterThan(row?.createdAt.getTime() ?? 0);
    },
    PATIENCE_MS,
  );
});

const fabrikam = (): string => SAMPLE_TENANTS[1]?.id ?? "";

/** The consents to the administrators' client, that a tenant lacks. */
const missingConsents = (tenant: Tenant) => {
  const sample = SAMPLE_TENANTS.find(({ id }) => id === tenant.id);
  if (!sample) throw new Error("no sample");
  const { oauth2PermissionGrants } = buildSampleTenant({ ...sample, hasSignInConsent: true });
  const present = new Set(tenant.oauth2PermissionGrants.map(({ id }) => id));
  return oauth2PermissionGrants.filter(({ id }) => !present.has(id));
};

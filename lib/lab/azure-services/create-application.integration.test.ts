import { describe, expect, it } from "vitest";
import { createClientApplication } from "@/lib/azure-services/applications/create-client-application";
import { createServerApplication } from "@/lib/azure-services/applications/create-server-application";
import { retryOperation } from "@/lib/azure-services/operations/retry-operation";
import { connectService } from "@/lib/azure-services/services/connect-service";
import { listServices } from "@/lib/azure-services/services/list-services";
import { azureApplications, azureTenants } from "@/lib/db/schema";
import { buildSampleTenant } from "../directory/build-sample-tenant";
import type { Tenant } from "../directory/model";
import { SAMPLE_TENANTS } from "../directory/sample-tenants";
import { succeeded } from "../testing/connected-product";
import { CREATION_PATIENCE_MS, creationLab } from "../testing/creation-lab";

const lab = await creationLab();

describe("a web app that is created", () => {
  it(
    "has its permissions, their consent and a secret that works, and serves Cloud Management with a native app",
    async () => {
      expect((await lab.product.finished(await lab.begun())).state).toBe("complete");
      await lab.expectOneApp();
      const [app] = lab.madeApps();
      expect(app).toMatchObject({
        signInAudience: "AzureADMyOrg",
        identifierUris: [`api://${lab.contoso().id}/MadeHere`],
        api: { oauth2PermissionScopes: [{ value: "user_impersonation" }] },
      });
      const [server] = await lab.listed();
      expect(server).toMatchObject({ origin: "created", consent: "granted", secret: { daysLeft: 365 } });
      const [tenant] = await lab.db.select().from(azureTenants);
      expect(tenant).toMatchObject({ name: "Contoso", domain: "contoso.com" });

      const client = succeeded(
        await createClientApplication(lab.product.ctx, {
          signInId: await lab.signedIn(),
          serverApplicationId: server?.id,
          name: "Native",
          replyUrl: "https://ConfigMgrService",
        }),
      );
      const made = await lab.product.finished(client.operationId);
      expect(made.state).toBe("complete");
      const [native] = lab.madeApps("Native");
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
      expect(await lab.listed("client")).toMatchObject([{ consent: "granted", secret: null }]);

      const { operationId } = succeeded(
        await connectService(lab.product.ctx, {
          type: "CloudManagement",
          name: "Cloud Management",
          description: "",
          serverApplicationId: server?.id,
          clientApplicationId: made.applicationId,
          settings: {},
        }),
      );
      expect((await lab.product.finished(operationId)).state).toBe("complete");
      expect(succeeded(await listServices(lab.product.ctx, {}))).toMatchObject([{ state: "connected" }]);
    },
    CREATION_PATIENCE_MS,
  );

  it.each(["StoreForBusiness", "DesktopAnalytics"])(
    "serves %s",
    async (type) => {
      const made = await lab.product.finished(await lab.begun({ serviceType: type, validityYears: 2 }));
      expect(made.state).toBe("complete");
      const { operationId } = succeeded(
        await connectService(lab.product.ctx, {
          type,
          name: type,
          description: "",
          serverApplicationId: made.applicationId,
          clientApplicationId: null,
          settings: {},
        }),
      );
      expect((await lab.product.finished(operationId)).state).toBe("complete");
    },
    CREATION_PATIENCE_MS,
  );

  it(
    "is not created for the Log Analytics Connector, nor by a sign-in to nowhere, nor with fields that are wrong",
    async () => {
      const signInId = await lab.signedIn();
      const refused = async (changes: object) =>
        createServerApplication(lab.product.ctx, lab.orderOf(signInId, changes));
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
    CREATION_PATIENCE_MS,
  );
});

describe("the creation of an app", () => {
  it(
    "that the account may not do names who could, and leaves nothing when it is given up",
    async () => {
      const id = await lab.begun({}, "app.admin@contoso.com");
      expect(await lab.product.finished(id)).toMatchObject({
        state: "stopped",
        failureCode: "directory-role-missing",
        failureParams: { allowedTo: "Privileged Role Administrator, Global Administrator" },
      });
      expect(await lab.undone(id)).toMatchObject({ leftovers: [] });
      expect(lab.contoso()).toEqual(lab.untouched);
    },
    CREATION_PATIENCE_MS,
  );

  it(
    "goes on as somebody who may, of the same tenant only",
    async () => {
      const id = await lab.begun({}, "app.admin@contoso.com");
      await lab.product.finished(id);
      await lab.azure.service.directory.change(fabrikam(), (tenant) => {
        tenant.oauth2PermissionGrants.push(...missingConsents(tenant));
      });
      const elsewhere = await lab.signedIn("global.admin@fabrikam.com");
      expect(await retryOperation(lab.product.ctx, { operationId: id, signInId: elsewhere })).toMatchObject({
        code: "sign-in-of-another-tenant",
        field: "signInId",
      });
      expect(await lab.goneOnWith(id)).toBe("complete");
      await lab.expectOneApp();
    },
    CREATION_PATIENCE_MS,
  );

  it(
    "that the tenant's policy refuses a secret leaves nothing when it is given up",
    async () => {
      lab.azure.switchOn({ fault: "secret-policy", maxDays: 0 });
      const id = await lab.begun();
      expect(await lab.product.finished(id)).toMatchObject({ failureCode: "secret-forbidden-by-policy" });
      expect(await lab.undone(id)).toMatchObject({ leftovers: [] });
      expect(lab.contoso()).toEqual(lab.untouched);
    },
    CREATION_PATIENCE_MS,
  );

  it(
    "whose App ID URI another app has says so, and leaves nothing",
    async () => {
      const [taken = ""] = lab.contoso().applications.flatMap(({ identifierUris }) => identifierUris);
      const id = await lab.begun({ appIdUri: taken });
      expect(await lab.product.finished(id)).toMatchObject({ failureCode: "app-id-uri-taken" });
      expect(await lab.undone(id)).toMatchObject({ leftovers: [] });
      expect(lab.contoso()).toEqual(lab.untouched);
    },
    CREATION_PATIENCE_MS,
  );

  it(
    "whose secret is not known yet waits for it, and needs nobody any more, not even the process that made it",
    async () => {
      lab.azure.switchOn({ fault: "slow-secret-propagation", seconds: 3_600 });
      const id = await lab.begun();
      expect(await lab.product.finished(id)).toMatchObject({ state: "stopped", failureCode: "secret-wrong" });
      await lab.azure.service.directory.change(lab.contoso().id, (tenant) => {
        for (const app of tenant.applications)
          for (const credential of app.passwordCredentials) credential.usableFrom = credential.startDateTime;
      });
      await lab.product.kill();
      await lab.product.begin();
      succeeded(await retryOperation(lab.product.ctx, { operationId: id, signInId: null }));
      expect((await lab.product.finished(id)).state).toBe("complete");
      await lab.expectOneApp();
    },
    CREATION_PATIENCE_MS,
  );

  it(
    "that ends after its administrator is gone names what may be left in Azure",
    async () => {
      const id = await lab.begun({}, "app.admin@contoso.com");
      await lab.product.finished(id);
      await lab.product.kill();
      await lab.product.begin();
      expect(await lab.undone(id)).toMatchObject({
        leftovers: [
          { what: "create-application", params: { name: "Made here", appId: lab.madeApps()[0]?.appId } },
        ],
      });
    },
    CREATION_PATIENCE_MS,
  );

  it(
    "of which somebody imported the like meanwhile says so at its end",
    async () => {
      lab.azure.switchOn({ fault: "slow-secret-propagation", seconds: 3_600 });
      const id = await lab.begun();
      await lab.product.finished(id);
      const [tenant] = await lab.db
        .insert(azureTenants)
        .values({
          environmentId: lab.product.environmentId,
          tenantId: lab.contoso().id,
          name: "Mine",
          createdAt: new Date(),
          createdBy: "anna",
        })
        .returning();
      await lab.db.insert(azureApplications).values({
        tenant: tenant?.id ?? "",
        kind: "server",
        name: "Imported",
        clientId: crypto.randomUUID(),
        appIdUri: `api://${lab.contoso().id}/MadeHere`,
        origin: "imported",
        createdAt: new Date(),
        createdBy: "anna",
      });
      await lab.azure.service.directory.change(lab.contoso().id, (changed) => {
        for (const app of changed.applications)
          for (const credential of app.passwordCredentials) credential.usableFrom = credential.startDateTime;
      });
      succeeded(await retryOperation(lab.product.ctx, { operationId: id, signInId: null }));
      expect(await lab.product.finished(id)).toMatchObject({
        state: "stopped",
        failureCode: "app-id-uri-in-use",
      });
      expect(await lab.undone(id)).toMatchObject({ leftovers: [] });
      expect(lab.contoso()).toEqual(lab.untouched);
    },
    CREATION_PATIENCE_MS,
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

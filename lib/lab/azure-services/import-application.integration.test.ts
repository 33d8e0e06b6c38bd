import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { importApplication } from "@/lib/azure-services/applications/import-application";
import { importClientApplication } from "@/lib/azure-services/applications/import-client-application";
import { listApplications } from "@/lib/azure-services/applications/list-applications";
import { verifyApplication } from "@/lib/azure-services/applications/verify-application";
import { verifyClientApplication } from "@/lib/azure-services/applications/verify-client-application";
import { deleteTenant } from "@/lib/azure-services/tenants/delete-tenant";
import { listTenants } from "@/lib/azure-services/tenants/list-tenants";
import { Day, Minute, systemClock } from "@/lib/clock";
import { azureApplicationSecrets, azureApplications, azureOperations, sealingKeys } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx, userActor } from "@/lib/testing/factories";
import { type AzureLab, sampleApp, startAzureLab } from "../testing/azure-lab";
import { type ConnectedProduct, startConnectedProduct, succeeded } from "../testing/connected-product";

const PATIENCE_MS = 120_000;
const NOBODY = "00000000-1111-4222-8333-444444444444";

const { db } = await testDatabase();
let lab: AzureLab;
let product: ConnectedProduct;
let skippedMs = 0;
const clock = { now: () => new Date(systemClock.now().getTime() + skippedMs) };

beforeAll(async () => {
  lab = await startAzureLab();
}, PATIENCE_MS);
afterAll(() => lab.close());
beforeEach(async () => {
  skippedMs = 0;
  product = await startConnectedProduct(db, lab, clock);
}, PATIENCE_MS);
afterEach(async () => {
  lab.faults.clear();
  await product.close();
});

function entered(name = "ConfigMgr Server App") {
  const { tenantId, clientId, secret, appIdUri } = sampleApp(lab.accounts, "Contoso", name);
  return {
    environmentId: product.environmentId,
    tenantName: "Contoso",
    tenantId,
    name,
    clientId,
    secret,
    secretExpiresAt: new Date(clock.now().getTime() + 200 * Day.ms).toISOString().slice(0, 10),
    appIdUri: appIdUri ?? "",
    serviceType: "DesktopAnalytics",
  };
}
type Entered = ReturnType<typeof entered>;

const verify = async (changes: Partial<Entered> = {}, name?: string) => {
  const { operationId } = succeeded(await verifyApplication(product.ctx, { ...entered(name), ...changes }));
  return product.finished(operationId);
};

const listed = async (kind: "server" | "client" = "server") =>
  succeeded(
    await listApplications(product.ctx, { environmentId: product.environmentId, kind, tenant: null }),
  );

describe("an app that is imported", () => {
  it("belongs to the hierarchy with exactly what was verified, and its secret sealed", async () => {
    const { id } = await verify();
    succeeded(await importApplication(product.ctx, { verificationId: id }));
    const { tenantId, clientId, appIdUri, secret } = entered();
    const [app] = await listed();
    expect(app).toMatchObject({
      tenantName: "Contoso",
      name: "ConfigMgr Server App",
      clientId,
      appIdUri,
      origin: "imported",
      secret: { state: "ok", daysLeft: 200 },
      consent: "granted",
      usedBy: [],
    });
    const [kept] = await db.select().from(azureApplicationSecrets);
    expect(kept?.sealed?.includes(secret)).toBe(false);
    const [operation] = await db.select().from(azureOperations);
    expect(operation?.sealed).toBeNull();
    expect(succeeded(await listTenants(product.ctx, {}))).toMatchObject([{ name: "Contoso", tenantId }]);
  });

  it("is taken as it was typed: with braces, blanks and upper case", async () => {
    const { tenantId, clientId } = entered();
    const { id } = await verify({
      tenantId: ` {${tenantId.toUpperCase()}} `,
      clientId: clientId.toUpperCase(),
      name: "  A name  ",
    });
    succeeded(await importApplication(product.ctx, { verificationId: id }));
    expect(await listed()).toMatchObject([{ clientId, name: "A name" }]);
  });

  it("after the role moved says that its secret is to be renewed: the new server cannot open it", async () => {
    const { id } = await verify();
    await product.kill();
    await db.update(sealingKeys).set({ fingerprint: "0".repeat(64) });
    succeeded(await importApplication(product.ctx, { verificationId: id }));
    expect(await listed()).toMatchObject([{ secret: { state: "unreadable" } }]);
  });

  it("without consent is imported all the same, and says what is missing", async () => {
    const { id, state } = await verify({}, "ConfigMgr Server App without consent");
    expect(state).toBe("complete");
    succeeded(await importApplication(product.ctx, { verificationId: id }));
    expect(await listed()).toMatchObject([
      {
        consent: "missing",
        lastProof: {
          code: "permission-missing",
          params: { permission: "CmCollectionData.Read, CmCollectionData.Write" },
        },
      },
    ]);
  });
});

describe("Verify", () => {
  it.each<[string, (app: Entered) => Partial<Entered>, string]>([
    ["another secret", () => ({ secret: "wrong~secret~of~mine" }), "secret-wrong"],
    ["an app nobody knows", () => ({ clientId: NOBODY }), "app-not-in-tenant"],
    ["a tenant nobody knows", () => ({ tenantId: NOBODY }), "tenant-not-found"],
  ])("refuses %s", async (_, change, code) => {
    const row = await verify(change(entered()));
    expect(row).toMatchObject({ state: "failed", failureCode: code, sealed: null });
    expect(await importApplication(product.ctx, { verificationId: row.id })).toMatchObject({
      ok: false,
      code: "verification-not-successful",
    });
    expect(await db.select().from(azureApplications)).toEqual([]);
  });

  it("says that a secret has expired", async () => {
    const { expired } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App with an expired secret");
    const row = await verify({ secret: expired }, "ConfigMgr Server App with an expired secret");
    expect(row.failureCode).toBe("secret-expired");
  });

  it("says that a Conditional Access policy blocks the app", async () => {
    const { tenantId, clientId } = entered();
    await lab.service.directory.change(tenantId, (tenant) => {
      tenant.conditionalAccess.blockedAppIds.push(clientId);
    });
    expect((await verify()).failureCode).toBe("blocked-by-conditional-access");
    await lab.service.directory.change(tenantId, (tenant) => {
      tenant.conditionalAccess.blockedAppIds = [];
    });
  });

  it.each<[Partial<Entered>, string, string]>([
    [{ tenantName: "   " }, "name-malformed", "tenantName"],
    [{ tenantId: "contoso.com" }, "guid-malformed", "tenantId"],
    [{ name: "x".repeat(101) }, "name-malformed", "name"],
    [{ clientId: "{1234}" }, "guid-malformed", "clientId"],
    [{ secretExpiresAt: "31.12.2030" }, "day-malformed", "secretExpiresAt"],
    [{ secretExpiresAt: "2031-02-30" }, "day-malformed", "secretExpiresAt"],
    [{ secretExpiresAt: "2020-01-01" }, "secret-expiry-past", "secretExpiresAt"],
    [{ appIdUri: "ConfigMgrService" }, "app-id-uri-malformed", "appIdUri"],
    [{ appIdUri: "javascript:alert(1)" }, "app-id-uri-malformed", "appIdUri"],
    [{ secret: NOBODY }, "secret-is-id", "secret"],
    [{ secret: "short" }, "secret-malformed", "secret"],
    [{ secret: "x".repeat(500) }, "secret-malformed", "secret"],
    [{ environmentId: "Nowhere" }, "environment-without-azure", "environmentId"],
  ])("refuses %j at its field, before Azure is asked", async (wrong, code, field) => {
    expect(await verifyApplication(product.ctx, { ...entered(), ...wrong })).toMatchObject({
      ok: false,
      code,
      field,
    });
    expect(await db.select().from(azureOperations)).toEqual([]);
  });

  it("refuses an app, or an App ID URI, that the tenant has already", async () => {
    const { id } = await verify();
    succeeded(await importApplication(product.ctx, { verificationId: id }));
    expect(await verifyApplication(product.ctx, entered())).toMatchObject({
      code: "application-exists",
      field: "clientId",
    });
    const other = { ...entered("ConfigMgr Server App without consent"), appIdUri: entered().appIdUri };
    expect(await verifyApplication(product.ctx, other)).toMatchObject({
      code: "app-id-uri-in-use",
      field: "appIdUri",
    });
  });

  it("asks nothing while the role is offline", async () => {
    await db.execute("update service_connection_point set running_mode = 'offline'");
    expect(await verifyApplication(product.ctx, entered())).toMatchObject({ code: "role-offline" });
  });
});

describe("a verification", () => {
  it("counts for whoever asked for it, once, and for thirty minutes", async () => {
    const { id } = await verify();
    const other = testCtx(db, { clock, actor: userActor("SMS000BR") });
    expect(await importApplication(other, { verificationId: id })).toMatchObject({
      code: "verification-not-found",
    });
    // Only whoever asks is late: the executive would forget the secret meanwhile.
    const later = { now: () => new Date(clock.now().getTime() + 31 * Minute.ms) };
    expect(await importApplication({ ...product.ctx, clock: later }, { verificationId: id })).toMatchObject({
      code: "verification-too-old",
    });
    succeeded(await importApplication(product.ctx, { verificationId: id }));
    expect(await importApplication(product.ctx, { verificationId: id })).toMatchObject({
      code: "verification-used",
    });
  });

  it("that nobody used loses its secret", async () => {
    const { id, sealed } = await verify();
    expect(sealed).not.toBeNull();
    skippedMs = 31 * Minute.ms;
    await product.until(async () => {
      const [row] = await db.select().from(azureOperations);
      return row?.id === id && row.sealed === null;
    });
  });

  it("of two administrators at once leaves one app, and tells the other", async () => {
    const [one, other] = [await verify(), await verify()];
    const results = await Promise.all([
      importApplication(product.ctx, { verificationId: one.id }),
      importApplication(product.ctx, { verificationId: other.id }),
    ]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ code: "application-exists" });
  });

  it("goes on after the executive was killed in the middle of it", async () => {
    await product.kill();
    const { operationId } = succeeded(await verifyApplication(product.ctx, entered()));
    await product.begin();
    expect((await product.finished(operationId)).state).toBe("complete");
  });
});

describe("a native app", () => {
  const verifyNative = async (changes: object = {}) => {
    const [server] = await listed();
    const native = sampleApp(lab.accounts, "Contoso", "ConfigMgr Client App");
    const order = { serverApplicationId: server?.id, name: "Native", clientId: native.clientId, ...changes };
    return product.finished(succeeded(await verifyClientApplication(product.ctx, order)).operationId);
  };

  beforeEach(async () => {
    const { id } = await verify();
    succeeded(await importApplication(product.ctx, { verificationId: id }));
  });

  it("is imported when somebody could sign in through it, and has no secret", async () => {
    const { id } = await verifyNative();
    succeeded(await importClientApplication(product.ctx, { verificationId: id }));
    expect(await listed("client")).toMatchObject([{ name: "Native", secret: null, consent: "unknown" }]);
  });

  it("is refused when it is not one of the tenant, or no native app", async () => {
    expect((await verifyNative({ clientId: NOBODY })).failureCode).toBe("app-not-in-tenant");
    const { clientId } = sampleApp(lab.accounts, "Contoso", "ConfigMgr Server App without consent");
    expect((await verifyNative({ clientId })).failureCode).toBe("app-not-public");
  });

  it("goes with its tenant, when no service uses it", async () => {
    const [tenant] = succeeded(await listTenants(product.ctx, {}));
    succeeded(await deleteTenant(product.ctx, { tenant: tenant?.id }));
    expect(await listed()).toEqual([]);
    expect(await db.select().from(azureApplicationSecrets)).toEqual([]);
  });
});

import { and, desc, eq } from "drizzle-orm";
import { ADMINISTRATOR, TENANT } from "@/lib/azure/testing/fake-azure";
import { APP, testSession } from "@/lib/azure/testing/test-session";
import { Day } from "@/lib/clock";
import { seedAzureEnvironments } from "@/lib/connectivity/azure-environments";
import type { Database } from "@/lib/db/connection";
import {
  azureApplicationSecrets,
  azureApplications,
  azureOperations,
  azureServices,
  azureSignIns,
  azureTenants,
  sealingKeys,
} from "@/lib/db/schema";
import { fingerprintOf, makeSealingKey, seal, unseal } from "@/lib/secrets/seal";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testClock, testCtx } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { installHierarchy } from "@/lib/updates/servicing/testing/servicing-lab";
import { clientSecretPurpose } from "../../model";
import { OPERATION_KINDS } from "../../operations/kinds";
import { readOperation } from "../../operations/operation-store";
import { runOperation } from "../../operations/run-operation";
import { FakeDirectory } from "./fake-directory";

const PURPOSE = clientSecretPurpose(TENANT, APP);
const pair = await makeSealingKey();
export const key = { ...pair, fingerprint: fingerprintOf(pair.publicKey) };

export const account = {
  objectId: ADMINISTRATOR,
  name: "Ada",
  username: "ada@contoso.com",
  tenantId: TENANT,
  tenantName: "Contoso",
  tenantDomain: "contoso.com",
  directoryRoles: ["Application Administrator"],
};

/** A created app with a service that uses its key, and an executive whose memory can be lost. */
export async function startRenewalLab(db: Database, origin: "created" | "imported" = "created") {
  await emptyTables(
    db,
    "azure_operations, azure_sign_ins, sites, cloud_environments, alerts, status_messages",
  );
  const serverId = await installHierarchy(db);
  await seedAzureEnvironments(db);
  await db.execute("update service_connection_point set running_mode = 'online'");
  const clock = testClock();
  const directory = new FakeDirectory();
  const now = clock.now();
  await db.insert(sealingKeys).values({
    serverId,
    publicKey: pair.publicKey.toString("base64url"),
    fingerprint: key.fingerprint,
    createdAt: now,
  });
  const by = { createdAt: now, createdBy: "anna" };
  const [tenant] = await db
    .insert(azureTenants)
    .values({ environmentId: "AzurePublic", tenantId: TENANT, name: "Contoso", ...by })
    .returning();
  const [application] = await db
    .insert(azureApplications)
    .values({
      tenant: tenant?.id ?? "",
      kind: "server",
      name: "App",
      clientId: APP,
      appIdUri: "api://a",
      origin,
      ...by,
    })
    .returning();
  if (!tenant || !application) throw new Error("no app");
  const old = directory.addPassword(origin === "created" ? "old" : "made in the Azure portal");
  await db.insert(azureApplicationSecrets).values({
    applicationId: application.id,
    state: "current",
    sealed: await seal(pair.publicKey, PURPOSE, old.secretText),
    sealedTo: key.fingerprint,
    keyId: origin === "created" ? old.keyId : null,
    expiresAt: new Date(now.getTime() + 20 * Day.ms),
    createdAt: now,
    provedAt: now,
  });
  await db.insert(azureServices).values({
    type: "StoreForBusiness",
    name: "Store",
    tenant: tenant.id,
    serverApplicationId: application.id,
    ...by,
  });
  const lines: string[] = [];
  let process = new AbortController();
  let administrator: typeof account | null = account;

  return {
    directory,
    clock,
    lines,
    old,
    applicationId: application.id,
    tenant: tenant.id,
    ctx: testCtx(db, { clock }),
    signInAs(other: typeof account | null) {
      administrator = other;
    },
    async signIn(): Promise<string> {
      const [row] = await db
        .insert(azureSignIns)
        .values({
          environmentId: "AzurePublic",
          method: "device-code",
          state: "signed-in",
          account: administrator ?? account,
          requestedBy: "test-SMS0001R",
          requestedAt: clock.now(),
          expiresAt: new Date(clock.now().getTime() + Day.ms),
        })
        .returning();
      return row?.id ?? "";
    },
    /** From here on nothing of the executive happens any more; what it knew of the administrator is gone. */
    kill(): never {
      process.abort();
      administrator = null;
      throw new Error("killed");
    },
    /** One look of the executive at an operation. @param onWrite before each of its transactions */
    async work(operationId: string, onWrite?: () => Promise<void>) {
      if (process.signal.aborted) process = new AbortController();
      const running = process;
      const thread = testThread(
        {
          component: "SMS_CLOUDCONNECTION",
          db,
          clock,
          serverId,
          signal: running.signal,
          wait: async () => (running.signal.aborted ? "stopped" : "timeout"),
          ownsServer: async () => {
            await onWrite?.();
            return true;
          },
        },
        lines,
      );
      const session = administrator && {
        ...testSession("administrator"),
        kind: "administrator" as const,
        account: administrator,
      };
      const row = await readOperation(db, operationId);
      const kind = OPERATION_KINDS.find((one) => one.kind === row?.kind);
      if (!row || !kind) throw new Error("no operation");
      await runOperation({ thread, key, administratorOf: () => session }, kind, row, running.signal).catch(
        (error: unknown) => {
          if (!running.signal.aborted) throw error;
        },
      );
      const after = await readOperation(db, operationId);
      if (!after) throw new Error("no operation");
      return after;
    },
    secrets: () =>
      db
        .select()
        .from(azureApplicationSecrets)
        .where(eq(azureApplicationSecrets.applicationId, application.id))
        .orderBy(desc(azureApplicationSecrets.state)),
    /** Whether Azure gives a token for the key that services use now. */
    async currentWorks(): Promise<boolean> {
      const [row] = await db
        .select({ sealed: azureApplicationSecrets.sealed })
        .from(azureApplicationSecrets)
        .where(
          and(
            eq(azureApplicationSecrets.applicationId, application.id),
            eq(azureApplicationSecrets.state, "current"),
          ),
        );
      const secret = row?.sealed && (await unseal(pair.privateKey, PURPOSE, row.sealed));
      return Boolean(secret && directory.knows(secret));
    },
    operation: async () => (await db.select().from(azureOperations))[0],
  };
}

export type RenewalLab = Awaited<ReturnType<typeof startRenewalLab>>;

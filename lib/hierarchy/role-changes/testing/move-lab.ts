import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { and, eq, inArray } from "drizzle-orm";
import { TENANT } from "@/lib/azure/testing/fake-azure";
import { clientSecretPurpose } from "@/lib/azure-services/model";
import { Hour } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import {
  azureApplicationSecrets,
  azureApplications,
  azureTenants,
  cloudEnvironments,
  componentCommands,
  componentThreads,
  executives,
  fileExchangeEndpoints,
  mailServer,
  notificationTargets,
  roleChanges,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { MAIL_PASSWORD_PURPOSE, signatureSecretPurpose } from "@/lib/notifications/model";
import { fingerprintOf, seal, unseal } from "@/lib/secrets/seal";
import { announceServerKey, loadServerKey } from "@/lib/secrets/server-key";
import { SERVER_TASK_KINDS } from "@/lib/server-tasks/kinds";
import { workServerTasks } from "@/lib/server-tasks/work-server-tasks";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testThread } from "@/lib/testing/test-thread";
import { SITE_SERVER_ROLE } from "../../model";
import { ROLE_COMPONENTS } from "../role-threads";
import { workVerifications } from "../verification/work-verifications";
import { workRoleChanges } from "../work-role-changes";

const VERSION = { version: "1906", fullVersion: "5.00.8853.1000" };
export const CLIENT_SECRET = "q7~8Q.canary-of-the-app";
export const MAIL_PASSWORD = "canary-of-the-mail-server";
export const SIGNATURE = "canary-of-the-webhook";
export const CLIENT = "33333333-3333-4333-8333-333333333333";

/** A server whose executive is a loop of the test: it does what it is asked, and runs the threads of a role it holds. */
export interface LabServer {
  id: string;
  fqdn: string;
  installDir: string;
  /** Its process ends at once, in the middle of whatever it does. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

const TOP_LEVEL = { siteCode: "CAS", name: "Central", type: 4 };

/**
 * A top-level site with its server cas01, scp01, which holds the role and its secrets, and scp02; the role is in offline
 * mode, so that nothing asks a cloud.
 */
export async function startMoveLab(db: Database, site = TOP_LEVEL) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-move-"));
  await emptyTables(
    db,
    `role_changes, update_packages, executives, azure_operations, azure_application_secrets, azure_applications,
    azure_tenants, notification_targets, mail_server, site_system_roles, site_system_servers, sites,
    cloud_environments`,
  );
  await db.insert(sites).values({ ...VERSION, ...site });
  await db.insert(cloudEnvironments).values({ id: "Lab", name: "Lab" });
  const cas01 = await addServer(db, folder, site.siteCode, "cas01.contoso.com");
  const scp01 = await addServer(db, folder, site.siteCode, "scp01.contoso.com");
  const scp02 = await addServer(db, folder, site.siteCode, "scp02.contoso.com");
  await db.insert(siteSystemRoles).values({ serverId: cas01.id, role: SITE_SERVER_ROLE });
  const [role] = await db
    .insert(siteSystemRoles)
    .values({ serverId: scp01.id, role: SERVICE_CONNECTION_POINT_ROLE })
    .returning();
  await db.insert(serviceConnectionPoint).values({
    roleId: role?.id ?? "",
    environmentId: "Lab",
    configuredMode: "offline",
    runningMode: "offline",
  });
  await sealSecrets(db, scp01);
  const lines: string[] = [];
  let running = new AbortController();
  return {
    cas01,
    scp01,
    scp02,
    lines,
    /** SMS_SITE_COMPONENT_MANAGER goes on until the change is over, waits, or the thread is killed. */
    async work(
      onWrite?: (tx: Database) => Promise<void>,
      manager = { serverId: cas01.id, siteCode: site.siteCode },
    ): Promise<void> {
      running = new AbortController();
      const { signal } = running;
      const thread: ThreadContext = testThread(
        {
          component: "SMS_SITE_COMPONENT_MANAGER",
          db,
          ...manager,
          signal,
          async ownsServer(tx) {
            await onWrite?.(tx);
            return true;
          },
        },
        lines,
      );
      await workRoleChanges(thread).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    },
    /** SMS_SITE_COMPONENT_MANAGER looks whether somebody wants something checked again. */
    verify: () =>
      workVerifications(
        testThread(
          { component: "SMS_SITE_COMPONENT_MANAGER", db, serverId: cas01.id, siteCode: "CAS" },
          lines,
        ),
      ),
    killManager: () => running.abort(),
    change: async () => (await db.select().from(roleChanges))[0],
    stateOf: async (step: string) =>
      (await db.select().from(roleChanges))[0]?.steps.find(({ id }) => id === step)?.state,
    holder: () => readHolder(db),
    roleThreads: (serverId: string) =>
      db
        .select({ state: componentThreads.state })
        .from(componentThreads)
        .where(
          and(
            eq(componentThreads.serverId, serverId),
            inArray(componentThreads.component, [...ROLE_COMPONENTS]),
          ),
        ),
    /** What the server's own key opens of what is in place now; null: it does not. */
    openedBy: (server: LabServer) => openSecrets(db, server),
    async close() {
      running.abort();
      for (const server of [cas01, scp01, scp02]) await server.kill();
      await rm(folder, { recursive: true });
    },
  };
}

export type MoveLab = Awaited<ReturnType<typeof startMoveLab>>;

async function readHolder(db: Database): Promise<string | undefined> {
  const [row] = await db
    .select({ fqdn: siteSystemServers.fqdn })
    .from(siteSystemRoles)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
  return row?.fqdn;
}

async function addServer(db: Database, folder: string, siteCode: string, fqdn: string): Promise<LabServer> {
  const [row] = await db.insert(siteSystemServers).values({ fqdn, siteCode }).returning();
  const id = row?.id ?? "";
  const installDir = path.join(folder, fqdn);
  let ended = new AbortController();
  let loop = Promise.resolve();
  const server: LabServer = {
    id,
    fqdn,
    installDir,
    async kill() {
      ended.abort();
      await loop;
      await db
        .update(executives)
        .set({ heartbeatAt: new Date(Date.now() - Hour.ms) })
        .where(eq(executives.id, id));
      await db
        .update(siteSystemServers)
        .set({ leaseExpiresAt: new Date(Date.now() - 1) })
        .where(eq(siteSystemServers.id, id));
    },
    async start() {
      ended = new AbortController();
      await answer(db, server);
      loop = live(db, server, ended.signal);
    },
  };
  const bootstrap = testThread({ component: "SMS_SERVER_BOOTSTRAP", db, serverId: id, installDir }, []);
  await announceServerKey(bootstrap);
  await db.insert(fileExchangeEndpoints).values({
    serverId: id,
    url: `https://${fqdn}:4023`,
    certificate: "c",
    updatedAt: new Date(),
  });
  await server.start();
  return server;
}

/** It reports, for as long as nobody says that it does not. */
async function answer(db: Database, { id }: Pick<LabServer, "id" | "fqdn">): Promise<void> {
  const heartbeatAt = new Date(Date.now() + Hour.ms);
  const row = {
    hostName: id,
    processId: 1,
    version: "0",
    startedAt: new Date(),
    heartbeatAt,
    clockSkewMs: 0,
  };
  await db
    .insert(executives)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: executives.id, set: row });
  await db
    .update(siteSystemServers)
    .set({ executiveId: id, leaseExpiresAt: heartbeatAt })
    .where(eq(siteSystemServers.id, id));
}

async function live(db: Database, { id, fqdn, installDir }: LabServer, signal: AbortSignal): Promise<void> {
  const given = { db, serverId: id, serverFqdn: fqdn, installDir, signal };
  const bootstrap = testThread({ component: "SMS_SERVER_BOOTSTRAP", ...given }, []);
  const wanted = new Map<string, "running" | "stopped">();
  while (!signal.aborted) {
    // Somebody ended its lease: it takes the server up anew.
    const [row] = await db.select().from(siteSystemServers).where(eq(siteSystemServers.id, id));
    if (row?.executiveId === null) await answer(db, { id, fqdn });
    await workServerTasks(bootstrap, SERVER_TASK_KINDS).catch(() => {});
    await obey(db, id, wanted);
    await hold(db, id, (await readHolder(db)) === fqdn, wanted);
    await bootstrap.wait([], 10);
  }
}

async function obey(db: Database, serverId: string, wanted: Map<string, "running" | "stopped">) {
  const commands = await db
    .update(componentCommands)
    .set({ state: "done" })
    .where(and(eq(componentCommands.serverId, serverId), eq(componentCommands.state, "pending")))
    .returning();
  for (const { component, operation } of commands.sort((a, b) => a.id - b.id))
    wanted.set(component, operation === "stop" ? "stopped" : "running");
}

/** The threads of the role run where it is, unless they were stopped. */
async function hold(
  db: Database,
  serverId: string,
  isHolder: boolean,
  wanted: Map<string, "running" | "stopped">,
) {
  if (!isHolder) {
    await db
      .update(componentThreads)
      .set({ state: "stopped" })
      .where(eq(componentThreads.serverId, serverId));
    wanted.clear();
    return;
  }
  for (const component of ROLE_COMPONENTS) {
    const state = wanted.get(component) ?? "running";
    await db
      .insert(componentThreads)
      .values({ serverId, component, state })
      .onConflictDoUpdate({
        target: [componentThreads.serverId, componentThreads.component],
        set: { state },
      });
  }
  if ((wanted.get("SMS_DMP_DOWNLOADER") ?? "running") === "running")
    await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
}

async function sealSecrets(db: Database, { installDir }: LabServer): Promise<void> {
  const { publicKey } = await loadServerKey(installDir);
  const now = new Date();
  const by = { createdAt: now, createdBy: "anna" };
  const [tenant] = await db
    .insert(azureTenants)
    .values({ environmentId: "Lab", tenantId: TENANT, name: "Contoso", ...by })
    .returning();
  const [application] = await db
    .insert(azureApplications)
    .values({
      tenant: tenant?.id ?? "",
      kind: "server",
      name: "App",
      clientId: CLIENT,
      appIdUri: "api://a",
      origin: "imported",
      ...by,
    })
    .returning();
  await db.insert(azureApplicationSecrets).values({
    applicationId: application?.id ?? "",
    state: "current",
    sealed: await seal(publicKey, clientSecretPurpose(TENANT, CLIENT), CLIENT_SECRET),
    sealedTo: fingerprintOf(publicKey),
    expiresAt: new Date(now.getTime() + 100 * 24 * Hour.ms),
    createdAt: now,
    provedAt: now,
  });
  await db.insert(mailServer).values({
    host: "mail.contoso.com",
    port: 587,
    security: "starttls",
    from: "scp@contoso.com",
    userName: "scp",
    password: await seal(publicKey, MAIL_PASSWORD_PURPOSE, MAIL_PASSWORD),
    changedAt: now,
    changedBy: "anna",
  });
  const [target] = await db
    .insert(notificationTargets)
    .values({ kind: "webhook", address: "https://hook.contoso.com/", ...by })
    .returning();
  const id = target?.id ?? "";
  const secret = await seal(publicKey, signatureSecretPurpose(id), SIGNATURE);
  await db.update(notificationTargets).set({ secret }).where(eq(notificationTargets.id, id));
}

async function openSecrets(db: Database, { installDir }: LabServer) {
  const { privateKey } = await loadServerKey(installDir);
  const open = async (purpose: string, sealed: Buffer | null | undefined) =>
    sealed ? unseal(privateKey, purpose, sealed) : null;
  const [app] = await db.select().from(azureApplicationSecrets);
  const [mail] = await db.select().from(mailServer);
  const [hook] = await db.select().from(notificationTargets);
  return [
    await open(clientSecretPurpose(TENANT, CLIENT), app?.sealed),
    await open(MAIL_PASSWORD_PURPOSE, mail?.password),
    await open(signatureSecretPurpose(hook?.id ?? ""), hook?.secret),
  ];
}

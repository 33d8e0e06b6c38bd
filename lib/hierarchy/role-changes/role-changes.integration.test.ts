import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  cloudEnvironments,
  componentThreads,
  executives,
  roleChanges,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  updatePackageRuns,
  updatePackages,
} from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { announceServerKey } from "@/lib/secrets/server-key";
import { SERVER_TASK_KINDS } from "@/lib/server-tasks/kinds";
import { workServerTasks } from "@/lib/server-tasks/work-server-tasks";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx, userActor } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { PASSIVE_SITE_SERVER_ROLE, SITE_SERVER_ROLE } from "../model";
import { installRole } from "../site-system-roles/install-role";
import { removeRole } from "../site-system-roles/remove-role";
import { getRoleChange } from "./get-role-change";
import { INSTALL_ROLE } from "./install-role.order";
import { listRoleChanges } from "./list-role-changes";
import { type AnyRoleChange, RoleChangeFailure } from "./model";
import { retryRoleChange } from "./retry-role-change";
import { readRoleChange } from "./role-change-store";
import { runRoleChange } from "./run-role-change";
import { undoRoleChange } from "./undo-role-change";
import { workRoleChanges } from "./work-role-changes";

const { db } = await testDatabase();
const ctx = testCtx(db, { clock: systemClock });
const EXECUTIVE = "11111111-1111-4111-8111-111111111111";

let folder: string;
let ended: AbortController;
let working: Promise<void>;
let servers: Record<"cas01" | "scp01" | "scp02" | "pri1", string>;
let lines: string[];
let thread: ThreadContext;

afterEach(async () => {
  ended.abort();
  await working;
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-role-changes-"));
  ended = new AbortController();
  working = Promise.resolve();
  await emptyTables(
    db,
    "role_changes, update_packages, executives, site_system_roles, site_system_servers, sites, cloud_environments",
  );
  const version = { version: "1906", fullVersion: "5.00.8853.1000" };
  await db.insert(sites).values({ ...version, siteCode: "CAS", name: "Central", type: 4 });
  await db.insert(sites).values({ ...version, siteCode: "PR1", name: "One", type: 2, parentSiteCode: "CAS" });
  await db.insert(cloudEnvironments).values({ id: "Lab", name: "Lab" });
  servers = {
    cas01: await server("cas01.contoso.com", "CAS"),
    scp01: await server("scp01.contoso.com", "CAS"),
    scp02: await server("scp02.contoso.com", "CAS"),
    pri1: await server("pri1.contoso.com", "PR1"),
  };
  await role(servers.cas01, SITE_SERVER_ROLE);
  lines = [];
  thread = testThread(
    { component: "SMS_SITE_COMPONENT_MANAGER", db, serverId: servers.cas01, siteCode: "CAS" },
    lines,
  );
});

async function server(fqdn: string, siteCode: string): Promise<string> {
  const [row] = await db.insert(siteSystemServers).values({ fqdn, siteCode }).returning();
  return row!.id;
}
const role = (serverId: string, name: string) =>
  db.insert(siteSystemRoles).values({ serverId, role: name }).returning();

/** The server's executive answers, and says that it runs a thread of the role. */
async function executiveOf(serverId: string): Promise<void> {
  const now = new Date();
  await db
    .insert(executives)
    .values({ id: EXECUTIVE, hostName: "x", processId: 1, version: "0", startedAt: now, heartbeatAt: now })
    .onConflictDoNothing();
  await db
    .update(siteSystemServers)
    .set({ executiveId: EXECUTIVE })
    .where(eq(siteSystemServers.id, serverId));
  await db.insert(componentThreads).values({ serverId, component: "SMS_DMP_DOWNLOADER", state: "running" });
}

/** SMS_SERVER_BOOTSTRAP of the server, for as long as the test lasts. */
async function bootstrapOf(serverId: string): Promise<void> {
  await executiveOf(serverId);
  const installDir = path.join(folder, serverId);
  const bootstrap = testThread(
    { component: "SMS_SERVER_BOOTSTRAP", db, serverId, siteCode: "CAS", installDir, signal: ended.signal },
    [],
  );
  await announceServerKey(bootstrap);
  working = (async () => {
    while (!ended.signal.aborted) {
      await workServerTasks(bootstrap, SERVER_TASK_KINDS);
      await bootstrap.wait([], 20);
    }
  })();
}

async function holdRole(serverId: string): Promise<void> {
  const [held] = await role(serverId, SERVICE_CONNECTION_POINT_ROLE);
  await db
    .insert(serviceConnectionPoint)
    .values({ roleId: held!.id, environmentId: "Lab", runningMode: "online" });
}

async function beginUpdate(): Promise<void> {
  const packageGuid = "22222222-2222-4222-8222-222222222222";
  await db.insert(updatePackages).values({
    packageGuid,
    name: "Configuration Manager 1910",
    description: { en: "" },
    fullVersion: "5.00.8913.1000",
    minCmVersion: "5.00.8692.1000",
    maxCmVersion: "5.00.8853.9999",
    dateCreated: new Date(),
    dateReleased: new Date(),
    lastUpdateTime: new Date(),
    impact: 31,
    updateType: 0,
    state: 2,
    manifestEntry: {},
    totalBytes: 0,
  });
  await db
    .insert(updatePackageRuns)
    .values({ packageGuid, prereqFlag: 0, requestedBy: "anna", requestedAt: new Date() });
}

const install = (serverId: string) => installRole(ctx, { serverId, mode: "offline", environmentId: "Lab" });
const holders = () =>
  db.select().from(siteSystemRoles).where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
const change = async () => (await db.select().from(roleChanges))[0];

describe("the installation of the role", () => {
  it("puts the role on the server as it was asked for, and is complete when its executive runs it", async () => {
    await bootstrapOf(servers.scp02);
    const ordered = await install(servers.scp02);
    expect(ordered).toMatchObject({ ok: true });
    const worked = workRoleChanges(thread);
    await expect.poll(holders).toHaveLength(1);
    await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
    await worked;
    expect(await change()).toMatchObject({ state: "complete", toServer: "scp02.contoso.com" });
    expect((await db.select().from(serviceConnectionPoint))[0]).toMatchObject({
      configuredMode: "offline",
      environmentId: "Lab",
      configuredModeBy: "test-SMS0001R",
    });
    expect(lines.at(-1)).toMatch(/^info Installation of the service connection point: is complete/);
  });

  it("is refused where the rules of the role forbid it", async () => {
    expect(await install(servers.pri1)).toMatchObject({ code: "site-not-top-level" });
    await role(servers.scp01, PASSIVE_SITE_SERVER_ROLE);
    expect(await install(servers.scp01)).toMatchObject({ code: "server-of-site-server-pair" });
    expect(await install(servers.cas01)).toMatchObject({ code: "server-of-site-server-pair" });
    await holdRole(servers.scp02);
    expect(await install(servers.scp02)).toMatchObject({
      code: "role-exists",
      params: { server: "scp02.contoso.com" },
    });
    const operator = testCtx(db, { actor: userActor("SMS000ER") });
    expect(
      await installRole(operator, { serverId: servers.scp02, mode: "online", environmentId: "Lab" }),
    ).toMatchObject({ code: "forbidden" });
  });

  it("waits for no second one: one change at a time, and none while an update is being processed", async () => {
    expect(await install(servers.scp02)).toMatchObject({ ok: true });
    expect(await install(servers.scp01)).toMatchObject({ code: "role-change-open" });
    await db.delete(roleChanges);
    await beginUpdate();
    expect(await install(servers.scp01)).toMatchObject({ code: "role-change-during-update" });
  });

  it("can be cancelled before anybody began with it", async () => {
    await install(servers.scp02);
    const { id } = (await change())!;
    expect(await undoRoleChange(ctx, { changeId: id })).toMatchObject({ ok: true });
    await workRoleChanges(thread);
    expect(await change()).toMatchObject({ state: "failed" });
    expect(await holders()).toEqual([]);
    expect(await undoRoleChange(ctx, { changeId: id })).toMatchObject({ code: "role-change-not-waiting" });
  });

  it("does not begin before the server meets what it must, and goes on when it does", async () => {
    await bootstrapOf(servers.scp02);
    const payload = path.join(folder, servers.scp02, "EasySetupPayload");
    await mkdir(path.dirname(payload), { recursive: true });
    await writeFile(payload, "in the way of the folder");
    await install(servers.scp02);
    await workRoleChanges(thread);
    expect(await change()).toMatchObject({
      state: "stopped",
      failureCode: "requirements-not-met",
      failureParams: { count: 1, checks: "write-access" },
    });
    expect(await holders()).toEqual([]);

    await rm(payload);
    await retryRoleChange(ctx, { changeId: (await change())!.id });
    const worked = workRoleChanges(thread);
    await expect.poll(holders).toHaveLength(1);
    await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
    await worked;
    expect(await change()).toMatchObject({ state: "complete" });
  });

  it("takes the role back when somebody undoes it while the server does not start it", async () => {
    await bootstrapOf(servers.scp02);
    await install(servers.scp02);
    const worked = workRoleChanges(thread);
    await expect.poll(holders).toHaveLength(1);
    expect(await undoRoleChange(ctx, { changeId: (await change())!.id })).toMatchObject({ ok: true });
    await expect.poll(holders).toEqual([]);
    await db.update(componentThreads).set({ state: "stopped" });
    await worked;
    expect(await db.select().from(componentThreads)).toEqual([]);
    expect(await change()).toMatchObject({
      state: "failed",
      steps: [{ state: "undone" }, { state: "undone" }, { state: "undone" }],
    });
  });

  it("goes on after a kill with the step it was in", async () => {
    await bootstrapOf(servers.scp02);
    await install(servers.scp02);
    const killed = new AbortController();
    const worked = workRoleChanges({ ...thread, signal: killed.signal });
    await expect.poll(holders).toHaveLength(1);
    killed.abort();
    await worked;
    expect(await change()).toMatchObject({
      state: "running",
      steps: [{ state: "done" }, { state: "done" }, { state: "running" }],
    });
    await db.update(serviceConnectionPoint).set({ runningMode: "offline" });
    await workRoleChanges(thread);
    expect(await change()).toMatchObject({ state: "complete" });
    expect(await holders()).toHaveLength(1);
  });
});

describe("the removal of the role", () => {
  const remove = () => removeRole(ctx, { serverId: servers.scp01 });

  it("takes the role from a server that does not answer", async () => {
    await holdRole(servers.scp01);
    expect(await remove()).toMatchObject({ ok: true });
    await workRoleChanges(thread);
    expect(await change()).toMatchObject({ state: "complete", fromServer: "scp01.contoso.com" });
    expect(await holders()).toEqual([]);
    expect(await db.select().from(serviceConnectionPoint)).toEqual([]);
    expect(await remove()).toMatchObject({ code: "role-not-installed" });
  });

  it("leaves the role where it is while an update is processed that somebody asked for meanwhile", async () => {
    await holdRole(servers.scp01);
    await remove();
    await beginUpdate();
    await workRoleChanges(thread);
    expect(await change()).toMatchObject({ state: "stopped", failureCode: "role-change-during-update" });
    expect(await holders()).toHaveLength(1);
    await db.delete(updatePackageRuns);
    await retryRoleChange(ctx, { changeId: (await change())!.id });
    await workRoleChanges(thread);
    expect(await change()).toMatchObject({ state: "complete" });
  });

  it("lets the threads of the role end first, and leaves no row of them", async () => {
    await holdRole(servers.scp01);
    await executiveOf(servers.scp01);
    await remove();
    const worked = workRoleChanges(thread);
    await expect.poll(async () => (await change())?.steps[0]?.state).toBe("running");
    expect(await holders()).toHaveLength(1);
    await db.update(componentThreads).set({ state: "stopped" });
    await worked;
    expect(await holders()).toEqual([]);
    expect(await db.select().from(componentThreads)).toEqual([]);
  });
});

describe("a change that fails at a step", () => {
  const failing = (attempts: { left: number }): AnyRoleChange => ({
    ...INSTALL_ROLE,
    title: "Trial",
    facts: INSTALL_ROLE.input.partial(),
    doing: {
      "place-role": {
        run: async () => {
          if (attempts.left-- > 0) throw new RoleChangeFailure("role-exists", { server: "x" });
          return undefined;
        },
      },
      "start-threads": {},
      "check-server": {},
    },
  });

  it("waits for a decision, says why, and goes on from there", async () => {
    await install(servers.scp02);
    const id = (await change())!.id;
    const kind = failing({ left: 1 });
    await runRoleChange(thread, kind, (await readRoleChange(db, id))!);
    expect(await getRoleChange(ctx, { changeId: id })).toMatchObject({
      value: { state: "stopped", canRetry: true, failure: { code: "role-exists", params: { server: "x" } } },
    });
    await workRoleChanges(thread);
    expect(await change()).toMatchObject({ state: "stopped" });
    expect(await retryRoleChange(ctx, { changeId: id })).toMatchObject({ ok: true });
    await runRoleChange(thread, kind, (await readRoleChange(db, id))!);
    expect(await listRoleChanges(ctx, {})).toMatchObject({ value: [{ state: "complete", failure: null }] });
  });

  it("waits for a decision, too, when the database refuses what it would write: asking again does not help", async () => {
    await install(servers.scp02);
    const id = (await change())!.id;
    const kind = failing({ left: 0 });
    kind.doing["place-role"] = {
      commit: async (tx) => {
        await tx.insert(siteSystemRoles).values({ serverId: servers.cas01, role: SITE_SERVER_ROLE });
        return undefined;
      },
    };
    await runRoleChange(thread, kind, (await readRoleChange(db, id))!);
    expect(await change()).toMatchObject({ state: "stopped", failureCode: "role-change-step-failed" });
  });

  it("is not worked by the server of a site that is no longer the top-level one", async () => {
    await install(servers.scp02);
    await expect(workRoleChanges({ ...thread, siteCode: "PR1" })).rejects.toThrow("not the top-level site");
    expect(await change()).toMatchObject({ state: "waiting" });
  });
});

describe("a site server in passive mode", () => {
  const constraint = (name: string) =>
    expect.objectContaining({ cause: expect.objectContaining({ constraint: name }) });

  it("is refused by the database while the role is on the site server", async () => {
    await holdRole(servers.cas01);
    await expect(role(servers.scp02, PASSIVE_SITE_SERVER_ROLE)).rejects.toEqual(
      constraint("site_system_roles_point_off_site_server_pair"),
    );
  });

  it("is the only one of its site, and the role comes onto neither of the two", async () => {
    await role(servers.scp02, PASSIVE_SITE_SERVER_ROLE);
    await expect(role(servers.scp01, PASSIVE_SITE_SERVER_ROLE)).rejects.toEqual(
      constraint("site_system_roles_one_passive_site_server"),
    );
    for (const serverId of [servers.cas01, servers.scp02])
      await expect(role(serverId, SERVICE_CONNECTION_POINT_ROLE)).rejects.toEqual(
        constraint("site_system_roles_point_off_site_server_pair"),
      );
    await holdRole(servers.scp01);
    expect(
      await db
        .select()
        .from(siteSystemRoles)
        .where(and(eq(siteSystemRoles.serverId, servers.scp01))),
    ).toHaveLength(1);
  });
});

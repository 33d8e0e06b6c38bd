import { randomUUID } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { authenticate } from "@/lib/access/authenticate";
import { systemClock } from "@/lib/clock";
import { seedAzureEnvironments } from "@/lib/connectivity/azure-environments";
import type { Ctx } from "@/lib/context";
import {
  auditMessages,
  executives,
  hierarchySettings,
  maintenanceTasks,
  serviceConnectionPoint,
  signInFailures,
  siteSystemProxies,
  siteSystemRoles,
  siteSystemServers,
  sites,
  usageDataSettings,
  userRoleAssignments,
  users,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx, userActor } from "@/lib/testing/factories";
import { checkSetupPrerequisites } from "./check-prerequisites";
import { getSetupOptions } from "./get-setup-options";
import { installSite } from "./install-site";
import { isSetUp, wasMadeBySetup } from "./is-set-up";
import type { SetupInput } from "./model";
import { proveSetupCode } from "./prove-setup-code";
import { ensureSetupCode, removeSetupCode, SETUP_CODE_FILE } from "./setup-code";
import { goodInput, goodMachine } from "./testing/setup-order";

const { db } = await testDatabase();
const setupCtx = (): Ctx =>
  testCtx(db, { actor: { kind: "setup", source: "192.0.2.7" }, clock: systemClock });
const order = (change: Partial<SetupInput> = {}) => ({ setup: goodInput(change), machine: goodMachine() });

const MADE = [
  serviceConnectionPoint,
  siteSystemProxies,
  siteSystemRoles,
  siteSystemServers,
  maintenanceTasks,
  sites,
  hierarchySettings,
  usageDataSettings,
  userRoleAssignments,
  users,
  signInFailures,
];
const counts = () => Promise.all(MADE.map((table) => db.$count(table)));

beforeAll(() => seedAzureEnvironments(db));
beforeEach(async () => {
  for (const table of MADE) await db.delete(table);
  await db.delete(executives);
  const now = new Date();
  await db.insert(executives).values({
    id: randomUUID(),
    hostName: "here",
    processId: 1,
    version: "0",
    startedAt: now,
    heartbeatAt: now,
  });
});

describe("the installation", () => {
  it("makes a whole central administration site with the role on a remote server", async () => {
    const result = await installSite(
      setupCtx(),
      order({ useProxy: true, proxyName: "proxy", proxyPort: 3128 }),
    );
    expect(result).toMatchObject({ ok: true, value: { siteCode: "CAS" } });
    expect(await db.select().from(sites)).toMatchObject([
      { siteCode: "CAS", type: 4, parentSiteCode: null, version: "1906", timeZone: "Europe/Berlin" },
    ]);
    const roles = await db
      .select({ fqdn: siteSystemServers.fqdn, role: siteSystemRoles.role })
      .from(siteSystemRoles)
      .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId));
    expect(roles).toContainEqual({ fqdn: "cas01.contoso.com", role: "SMS Site Server" });
    expect(roles).toContainEqual({ fqdn: "scp01.contoso.com", role: "SMS Dmp Connector" });
    expect(await db.select().from(serviceConnectionPoint)).toMatchObject([
      { environmentId: "AzurePublic", configuredMode: "online", configuredModeBy: "Setup" },
    ]);
    expect(await db.select().from(siteSystemProxies)).toMatchObject([
      { enabled: true, host: "proxy", port: 3128 },
    ]);
    expect(await db.select().from(usageDataSettings)).toMatchObject([{ level: 2, levelChangedBy: "Setup" }]);
    expect(await db.select().from(maintenanceTasks)).toMatchObject([{ task: "Backup Site Server" }]);
    expect(await wasMadeBySetup(db)).toBe(true);
  });

  it("gives a stand-alone primary site the role on its own server, with each server once", async () => {
    const result = await installSite(
      setupCtx(),
      order({ siteType: "primary-site", siteCode: "PR1", cloudConnectorServer: "cas01.contoso.com" }),
    );
    expect(result.ok).toBe(true);
    expect(await db.select({ type: sites.type }).from(sites)).toEqual([{ type: 2 }]);
    expect(await db.$count(siteSystemServers)).toBe(1);
    expect(await db.$count(serviceConnectionPoint)).toBe(1);
  });

  it("leaves the role out when it comes later", async () => {
    const result = await installSite(setupCtx(), order({ cloudConnector: false }));
    expect(result.ok && result.value.steps.map(({ id }) => id)).not.toContain("serviceConnectionPoint");
    expect(await db.$count(siteSystemServers)).toBe(1);
    expect(await db.$count(serviceConnectionPoint)).toBe(0);
  });

  it("makes an administrator who can sign in, with the role Full Administrator and the scope All", async () => {
    await installSite(setupCtx(), order());
    const { password } = goodInput();
    const signedIn = await authenticate(
      { db, clock: systemClock, correlationId: "x" },
      { userName: "Anna", password, source: "192.0.2.8" },
    );
    expect(signedIn.ok).toBe(true);
    expect(await db.select().from(userRoleAssignments)).toMatchObject([
      { roleId: "SMS0001R", scopeId: "SMS00ALL" },
    ]);
    const [user] = await db.select().from(users);
    expect(user?.passwordHash).toMatch(/^\$argon2id\$/);
  });

  it("is audited, and the password is nowhere in it", async () => {
    await installSite(setupCtx(), order());
    const rows = await db.select().from(auditMessages).where(eq(auditMessages.action, "setup.run"));
    expect(rows.map(({ messageId }) => messageId)).toEqual(expect.arrayContaining([60040, 60050, 60060]));
    expect(rows.at(-1)).toMatchObject({ actorKind: "setup", actorName: "Setup", source: "192.0.2.7" });
    expect(JSON.stringify(rows)).not.toContain(goodInput().password);
  });

  it("leaves nothing when its last step fails", async () => {
    const before = await counts();
    await db.execute(sql`create function refuse_everybody() returns trigger language plpgsql as
      $$ begin raise exception 'no accounts today'; end $$`);
    await db.execute(sql`create trigger refuse before insert on users execute function refuse_everybody()`);
    await expect(installSite(setupCtx(), order())).rejects.toThrow();
    await db.execute(sql`drop trigger refuse on users; drop function refuse_everybody()`);
    expect(await counts()).toEqual(before);
    expect(await isSetUp(db)).toBe(false);
  });

  it("of two at the same time, one installs and the other is told", async () => {
    const results = await Promise.all([
      installSite(setupCtx(), order()),
      installSite(setupCtx(), order({ siteCode: "XYZ", siteServer: "xyz01.contoso.com", userName: "bert" })),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ code: "setup-done" });
    expect(await db.$count(sites)).toBe(1);
    expect(await db.$count(users)).toBe(1);
  });

  it("is refused while a check fails, whatever the browser said", async () => {
    await db.delete(executives);
    expect(await installSite(setupCtx(), order())).toMatchObject({
      code: "setup-check-failed",
      params: { check: "executive" },
    });
    expect(await installSite(setupCtx(), order({ siteCode: "SMS" }))).toMatchObject({
      code: "setup-input-refused",
      field: "siteCode",
    });
    expect(await isSetUp(db)).toBe(false);
  });

  it("names an account that Entra ID brought already, and is not closed by it", async () => {
    await db.insert(users).values({ userName: "anna", displayName: "Anna", source: "entra-id" });
    const checks = await checkSetupPrerequisites(setupCtx(), order());
    expect(checks.ok && checks.value.find(({ id }) => id === "administrator")).toMatchObject({
      outcome: "failed",
      finding: { code: "setup-user-name-taken" },
    });
    expect((await installSite(setupCtx(), order({ userName: "berta" }))).ok).toBe(true);
  });
});

describe("the check of the executive", () => {
  const found = async () => {
    const checks = await checkSetupPrerequisites(setupCtx(), order());
    const executive = checks.ok ? checks.value.find(({ id }) => id === "executive") : undefined;
    return executive?.finding?.code ?? executive?.outcome;
  };

  it("wants one that would host the site server", async () => {
    expect(await found()).toBe("passed");
    await db.update(executives).set({ servers: ["cas01.contoso.com"] });
    expect(await found()).toBe("passed");
    await db.update(executives).set({ servers: ["other.contoso.com"] });
    expect(await found()).toBe("setup-executive-silent");
  });

  it("knows one of another version", async () => {
    await db.update(executives).set({ misfit: { code: "version", own: "1", database: "2" } });
    expect(await found()).toBe("setup-executive-misfit");
  });

  it("looks at its clock as well", async () => {
    await db.update(executives).set({ clockSkewMs: -400_000 });
    const checks = await checkSetupPrerequisites(setupCtx(), order());
    expect(checks.ok && checks.value.find(({ id }) => id === "clock")).toMatchObject({ outcome: "failed" });
  });
});

describe("who may", () => {
  it("is nobody with an account, whatever the security role", async () => {
    const ctx = testCtx(db, { actor: userActor() });
    expect(await installSite(ctx, order())).toMatchObject({ code: "forbidden" });
  });

  it("chooses among the clouds there are", async () => {
    const options = await getSetupOptions(setupCtx(), {});
    expect(options.ok && options.value.environments.map(({ id }) => id)).toContain("AzurePublic");
  });
});

describe("the set-up code", () => {
  let dataDir: string;
  let code: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-setup-code-"));
    code = await ensureSetupCode(dataDir);
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));
  const prove = (given: string, source = "192.0.2.7") =>
    proveSetupCode({ db, clock: systemClock }, { code: given, dataDir, source });

  it("is kept over starts, for its owner alone", async () => {
    expect(await ensureSetupCode(dataDir)).toBe(code);
    expect((await stat(path.join(dataDir, SETUP_CODE_FILE))).mode & 0o777).toBe(0o600);
  });

  it("counts in any case, with or without its hyphens", async () => {
    expect(await prove(code)).toMatchObject({ ok: true, value: { kind: "setup", source: "192.0.2.7" } });
    expect((await prove(` ${code.toLowerCase().replaceAll("-", "")}`)).ok).toBe(true);
  });

  it("wrong ones lock their address for a while, and no other", async () => {
    for (let attempt = 0; attempt < 5; attempt++)
      expect(await prove("WRONG")).toMatchObject({ code: "setup-code-wrong" });
    expect(await prove(code)).toMatchObject({ code: "setup-code-locked" });
    expect((await prove(code, "198.51.100.1")).ok).toBe(true);
  });

  it("opens nothing once there is a hierarchy, or when there is none", async () => {
    await installSite(setupCtx(), order());
    expect(await prove(code)).toMatchObject({ code: "setup-done" });
    await removeSetupCode(dataDir);
    for (const table of MADE) await db.delete(table);
    expect(await prove("")).toMatchObject({ code: "setup-code-wrong" });
  });
});

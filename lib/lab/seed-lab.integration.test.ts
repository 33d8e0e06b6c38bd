import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { verifyPassword } from "@/lib/access/password";
import { checkPasswordPolicy } from "@/lib/access/password-policy";
import { SECURITY_ROLE_IDS } from "@/lib/access/security-roles";
import { systemClock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import {
  clientSummary,
  cloudEnvironments,
  maintenanceTasks,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  usageDataRuns,
  userRoleAssignments,
  users,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { collectUsageData } from "@/lib/usage-data/collect-usage-data";
import { findWaitingRun } from "@/lib/usage-data/collection-runs";
import { COLLECTORS } from "@/lib/usage-data/collectors/collectors";
import type { UsageDocument } from "@/lib/usage-data/model";
import { PrivacyGuard } from "@/lib/usage-data/privacy-guard";
import { readDocument } from "@/lib/usage-data/read-document";
import { requestUsageDataPreview } from "@/lib/usage-data/request-usage-data-preview";
import { collectionTimes } from "@/lib/usage-data/schedule";
import { collectionThread } from "@/lib/usage-data/testing/collection-lab";
import { accountsFile } from "./sample-accounts";
import { seedLab } from "./seed-lab";

let db: Database;
let dataDir: string;

const seed = (overrides: { port?: number; password?: string } = {}) =>
  seedLab(db, {
    cloud: { port: overrides.port ?? 4443, trustedRoot: { signed: {} }, authority: "PEM" },
    dataDir,
    password: overrides.password,
    empty: false,
  });

const accounts = async () =>
  z
    .array(z.object({ userName: z.string(), password: z.string(), role: z.string() }))
    .parse(JSON.parse(await readFile(accountsFile(dataDir), "utf8")));

const everything = async () => ({
  sites: await db.select().from(sites),
  clients: await db.$count(clientSummary),
  servers: await db.select().from(siteSystemServers),
  roles: await db.select().from(siteSystemRoles),
  point: await db.select().from(serviceConnectionPoint),
  tasks: await db.select().from(maintenanceTasks),
  users: await db.select().from(users).orderBy(users.userName),
  assignments: await db.select().from(userRoleAssignments),
  environments: await db.select().from(cloudEnvironments),
});

beforeAll(async () => {
  ({ db } = await testDatabase());
  dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-lab-seed-"));
  await seed();
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe("the sample hierarchy", () => {
  it("has the service connection point online on a remote server of the central administration site", async () => {
    const [held] = await db
      .select({ fqdn: siteSystemServers.fqdn, site: sites.type, mode: serviceConnectionPoint.configuredMode })
      .from(serviceConnectionPoint)
      .innerJoin(siteSystemRoles, eq(siteSystemRoles.id, serviceConnectionPoint.roleId))
      .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
      .innerJoin(sites, eq(sites.siteCode, siteSystemServers.siteCode));
    expect(held).toEqual({ fqdn: "scp01.contoso.com", site: 4, mode: "online" });
  });

  it("has 1,025,000 clients in some thousand groups, every one of the sites that have clients", async () => {
    const [population] = await db
      .select({
        clients: sql<number>`sum(clients)::int`,
        groups: sql<number>`count(*)::int`,
        sites: sql<string[]>`array_agg(distinct site_code::text order by site_code::text)`,
      })
      .from(clientSummary);
    expect(population).toEqual({ clients: 1_025_000, groups: 4_200, sites: ["PR1", "PR2", "SE1"] });
  });

  it("was installed long enough ago that usage data is due", async () => {
    const [site] = await db.select().from(sites).where(eq(sites.siteCode, "CAS"));
    expect(collectionTimes(site?.installedAt ?? new Date(), new Date()).last).not.toBeNull();
  });

  it("adds the lab's own cloud beside the others", async () => {
    const [lab] = await db.select().from(cloudEnvironments).where(eq(cloudEnvironments.id, "Lab"));
    expect(lab?.catalogueTargetsUrl).toBe("https://localhost:4443/catalogue/targets/");
  });
});

describe("usage data of the lab", () => {
  let document: UsageDocument;
  beforeAll(async () => {
    const [site] = await db
      .select()
      .from(siteSystemServers)
      .where(eq(siteSystemServers.fqdn, "cas01.contoso.com"));
    const thread = collectionThread({
      db,
      clock: systemClock,
      installDir: dataDir,
      serverId: site?.id ?? "",
      lines: [],
    });
    await requestUsageDataPreview(testCtx(db), { level: 3 });
    const run = await findWaitingRun(db);
    if (!run) throw new Error("nothing waits");
    await collectUsageData(thread, run);
    const [stored] = await db.select().from(usageDataRuns);
    document = await readDocument(stored?.body ?? Buffer.alloc(0));
    await db.delete(usageDataRuns);
  });

  it("is whole: nothing failed, and what asks for clients has them", () => {
    expect(document.items.filter((item) => "failed" in item)).toEqual([]);
    const clients = document.items.find(({ id }) => id === "B-29");
    expect(clients).toMatchObject({ value: { devices: 1_025_000 } });
  });

  it("would be whole under any site code there can be: the guard takes no word of a product for a site", () => {
    const digits = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const codes = digits.flatMap((a) => digits.flatMap((b) => digits.map((c) => a + b + c)));
    const guard = new PrivacyGuard(codes.map((name) => ({ kind: "contains-site-code", name })));
    const schemaOf = new Map(COLLECTORS.map(({ id, schema }) => [id, schema]));
    const withheld = document.items.filter(
      (item) => "value" in item && guard.find(item.value, schemaOf.get(item.id) ?? z.never()),
    );
    expect(withheld.map(({ id }) => id)).toEqual([]);
  });
});

describe("the sample accounts", () => {
  it("are one per security role and a full administrator without the scope All", async () => {
    const assigned = await db.select().from(userRoleAssignments);
    expect(assigned).toHaveLength(SECURITY_ROLE_IDS.length + 1);
    expect(assigned.filter((row) => row.scopeId === "SMS00ALL").map((row) => row.roleId)).toEqual([
      "SMS0001R",
    ]);
  });

  it("sign in with the passwords of the file, which only its owner reads and which the policy allows", async () => {
    const stored = new Map((await db.select().from(users)).map((user) => [user.userName, user.passwordHash]));
    const [first] = await accounts();
    expect(await verifyPassword(stored.get(first?.userName ?? "") ?? null, first?.password ?? "")).toBe(true);
    for (const { userName, password } of await accounts())
      expect(checkPasswordPolicy(password, userName)).toEqual([]);
    expect((await stat(accountsFile(dataDir))).mode & 0o777).toBe(0o600);
  });
});

describe("seeding again", () => {
  it("changes nothing", async () => {
    const before = { ...(await everything()), file: await accounts() };
    await seed();
    expect({ ...(await everything()), file: await accounts() }).toEqual(before);
  });

  it("moves the lab's row to the port of this start", async () => {
    await seed({ port: 5443 });
    const [lab] = await db.select().from(cloudEnvironments).where(eq(cloudEnvironments.id, "Lab"));
    expect(lab?.catalogueMetadataUrl).toBe("https://localhost:5443/catalogue/metadata/");
  });

  it("leaves a hierarchy alone that somebody changed", async () => {
    await db.update(sites).set({ name: "Renamed" }).where(eq(sites.siteCode, "CAS"));
    await db.update(serviceConnectionPoint).set({ configuredMode: "offline" });
    await seed();
    expect((await everything()).sites.find((site) => site.siteCode === "CAS")?.name).toBe("Renamed");
    expect((await everything()).point[0]?.configuredMode).toBe("offline");
  });

  it("gives every account the common password when one is given, once", async () => {
    await seed({ password: "correct horse battery" });
    const hashes = (await everything()).users.map((user) => user.passwordHash);
    expect(await verifyPassword(hashes[0] ?? null, "correct horse battery")).toBe(true);
    await seed({ password: "correct horse battery" });
    expect((await everything()).users.map((user) => user.passwordHash)).toEqual(hashes);
  });
});

import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clock, Hour } from "@/lib/clock";
import { type Database, type DatabaseHandle, openDatabase } from "@/lib/db/connection";
import {
  auditMessages,
  cloudEnvironments,
  componentThreads,
  executives,
  roleChanges,
  sealingKeys,
  serverEnrolments,
  siteSystemInstallationAccounts,
  siteSystemProxies,
  siteSystemRoles,
  siteSystemServers,
  sites,
  users,
} from "@/lib/db/schema";
import { claimServers } from "@/lib/executive/server-lease";
import { enqueueJob } from "@/lib/jobs/queue";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { makeSealingKey, type SealingKey, unseal } from "@/lib/secrets/seal";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testClock, testCtx, userActor } from "@/lib/testing/factories";
import { cancelJoin } from "./cancel-join";
import { enrolServer } from "./enrol-server";
import { readJoinToken } from "./join-token";
import { letServerJoin } from "./let-server-join";
import { databaseAccessSchema, sealPurpose } from "./model";
import { revokeServer } from "./revoke-server";
import { removeEndedLogins } from "./server-login";

const { db, connectionString } = await testDatabase();
const copy = await testDatabase();
const PORTAL = { url: "https://scp.contoso.com" };
const [SCP01, SCP02] = ["scp01.contoso.com", "scp02.contoso.com"];
let clock: Clock & { advance(ms: number): void };
let key: SealingKey;
let servers: Record<string, string>;
let opened: DatabaseHandle[] = [];

beforeEach(async () => {
  clock = testClock(new Date());
  key = await makeSealingKey();
  await emptyTables(
    db,
    "server_enrolments, component_threads, executives, sealing_keys, site_system_roles, site_system_servers, sites, sign_in_failures",
  );
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const rows = await db
    .insert(siteSystemServers)
    .values([
      { fqdn: SCP01, siteCode: "CAS" },
      { fqdn: SCP02, siteCode: "CAS" },
    ])
    .returning();
  servers = Object.fromEntries(rows.map(({ fqdn, id }) => [fqdn, id]));
});
afterEach(async () => {
  await Promise.all(opened.map((handle) => handle.close()));
  opened = [];
});

const ctx = () => testCtx(db, { clock });

async function invite(fqdn: string): Promise<string> {
  const invited = await letServerJoin(ctx(), { serverId: servers[fqdn], portal: PORTAL });
  if (!invited.ok) throw new Error(invited.code);
  return readJoinToken(invited.value.token)?.secret ?? "";
}

const join = (fqdn: string, secret: string, more: object = {}) =>
  enrolServer(
    ctx(),
    {
      secret,
      fqdn,
      hostName: "machine",
      version: PRODUCT_VERSION,
      sealingKey: key.publicKey.toString("base64url"),
      certificate: "PEM",
      ...more,
    },
    { source: "192.0.2.7", database: { databaseUrl: connectionString } },
  );

/** The database as a server that joined works on it. */
async function joined(fqdn: string): Promise<Database> {
  const answer = await join(fqdn, await invite(fqdn));
  if (!answer.ok) throw new Error(answer.code);
  const sealed = Buffer.from(answer.value.sealed, "base64url");
  const text = await unseal(key.privateKey, sealPurpose(fqdn), sealed);
  const { url } = databaseAccessSchema.parse(JSON.parse(text ?? ""));
  const handle = openDatabase(url, 2);
  opened.push(handle);
  return handle.db;
}

const claim = async (by: Database) =>
  (await claimServers(by, randomUUID(), [], 60_000)).map(({ fqdn }) => fqdn).sort();

describe("the one-time token", () => {
  it("works once, and only for its server", async () => {
    const secret = await invite(SCP01);
    expect(await join(SCP02, secret)).toMatchObject({ code: "join-refused" });
    expect(await join(SCP01, secret)).toMatchObject({ ok: true });
    expect(await join(SCP01, secret)).toMatchObject({ code: "join-refused" });
  });

  it("is worth nothing when it expired, was replaced or was cancelled", async () => {
    const replaced = await invite(SCP01);
    const cancelled = await invite(SCP01);
    expect(await join(SCP01, replaced)).toMatchObject({ code: "join-refused" });
    await cancelJoin(ctx(), { serverId: servers[SCP01] });
    expect(await join(SCP01, cancelled)).toMatchObject({ code: "join-refused" });
    const expired = await invite(SCP01);
    clock.advance(25 * Hour.ms);
    expect(await join(SCP01, expired)).toMatchObject({ code: "join-refused" });
  });

  it("is not kept: who reads the database cannot join with what is there", async () => {
    const secret = await invite(SCP01);
    const rows = JSON.stringify(await db.select().from(serverEnrolments));
    expect(rows).not.toContain(secret);
  });

  it("cannot be guessed at leisure: after five wrong ones the address waits", async () => {
    for (let attempt = 1; attempt <= 5; attempt++)
      expect(await join(SCP01, "x".repeat(43))).toMatchObject({ code: "join-refused" });
    expect(await join(SCP01, await invite(SCP01))).toMatchObject({ code: "sign-in-locked" });
  });

  it("waits for an executive of the portal's version", async () => {
    const secret = await invite(SCP01);
    expect(await join(SCP01, secret, { version: "9.9.9" })).toMatchObject({
      code: "version-differs",
      params: { own: "9.9.9", portal: PRODUCT_VERSION },
    });
    expect(await join(SCP01, secret)).toMatchObject({ ok: true });
  });

  it("is made by those who may manage the role, and audited with the joining itself", async () => {
    const analyst = testCtx(db, { clock, actor: userActor("SMS0002R") });
    expect(await letServerJoin(analyst, { serverId: servers[SCP01], portal: PORTAL })).toMatchObject({
      code: "forbidden",
    });
    await join(SCP01, await invite(SCP01));
    const audit = await db.select().from(auditMessages).where(eq(auditMessages.messageId, 60055));
    expect(audit.map(({ strings }) => strings.at(-1)).slice(-2)).toEqual(["join-allowed", "joined"]);
  });
});

describe("the login of a joined server", () => {
  it("claims its own server and no other; nobody else claims that one", async () => {
    const scp01 = await joined(SCP01);
    expect(await claim(db)).toEqual([SCP02]);
    expect(await claim(scp01)).toEqual([SCP01]);
    await db.update(siteSystemServers).set({ leaseExpiresAt: sql`now() - interval '1 second'` });
    expect(await claim(scp01)).toEqual([SCP01]);
  });

  it("takes the server from whoever hosted it before", async () => {
    const [lease] = await claimServers(db, randomUUID(), [SCP01], 60_000);
    await joined(SCP01);
    const [server] = await db.select().from(siteSystemServers).where(eq(siteSystemServers.fqdn, SCP01));
    expect(server).toMatchObject({ executiveId: null });
    expect(server?.leaseToken).toBeGreaterThan(lease?.token ?? 0);
  });

  it("writes neither another server's state nor its keys, nor its process, nor the role's place", async () => {
    const scp01 = await joined(SCP01);
    const other = servers[SCP02] ?? "";
    const own = servers[SCP01] ?? "";
    const thread = { component: "SMS_SERVER_BOOTSTRAP", state: "running" } as const;
    await db.insert(componentThreads).values({ serverId: other, ...thread });
    await db
      .insert(sealingKeys)
      .values({ serverId: other, publicKey: "k", fingerprint: "f", createdAt: new Date() });
    await db.insert(executives).values({
      id: randomUUID(),
      hostName: "x",
      processId: 1,
      version: "0",
      startedAt: new Date(),
      heartbeatAt: new Date(),
    });

    await scp01.insert(componentThreads).values({ serverId: own, ...thread });
    expect((await scp01.update(componentThreads).set({ state: "failed" })).rowCount).toBe(1);
    expect((await scp01.update(sealingKeys).set({ publicKey: "mine" })).rowCount).toBe(1);
    expect((await scp01.update(executives).set({ version: "9" })).rowCount).toBe(0);
    expect((await scp01.update(siteSystemServers).set({ executiveId: randomUUID() })).rowCount).toBe(1);
    await expect(
      scp01.insert(siteSystemRoles).values({ serverId: own, role: "SMS Dmp Connector" }),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(
      scp01
        .insert(sealingKeys)
        .values({ serverId: other, publicKey: "k", fingerprint: "g", createdAt: new Date() }),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("sets no server's installation account, and says only of its own how a test went", async () => {
    const scp01 = await joined(SCP01);
    const account = {
      userName: "CONTOSO\\install",
      sealed: Buffer.from("x"),
      sealedTo: "k",
      passwordHash: "h",
      changedAt: new Date(),
      changedBy: "anna",
    };
    for (const serverId of Object.values(servers))
      await db.insert(siteSystemInstallationAccounts).values({ ...account, serverId });
    expect((await scp01.update(siteSystemInstallationAccounts).set({ testCode: "ok" })).rowCount).toBe(1);
    expect((await scp01.delete(siteSystemInstallationAccounts)).rowCount).toBe(0);
  });

  it("orders no change of the role, and turns none round to get its secrets", async () => {
    const scp01 = await joined(SCP01);
    const asked = { requestedBy: "anna", requestedAt: new Date() };
    const change = { kind: "move" as const, input: {}, steps: [], ...asked };
    const refused = { cause: { code: "42501" } };
    await expect(scp01.insert(roleChanges).values(change)).rejects.toMatchObject(refused);
    await db
      .insert(roleChanges)
      .values({ ...change, fromServerId: servers[SCP02], toServerId: servers[SCP02] });
    await expect(scp01.update(roleChanges).set({ toServerId: servers[SCP01] })).rejects.toMatchObject(
      refused,
    );
    await expect(scp01.delete(roleChanges)).rejects.toMatchObject(refused);
    expect((await scp01.update(roleChanges).set({ state: "running", steps: [] })).rowCount).toBe(1);
    expect(await scp01.select().from(roleChanges).for("share")).toHaveLength(1);
    await db.delete(roleChanges);
  });

  it("sends nobody to another cloud, which would be told the secret keys", async () => {
    const scp01 = await joined(SCP01);
    await expect(scp01.update(cloudEnvironments).set({ loginUrl: "https://mine/" })).rejects.toMatchObject({
      cause: { code: "42501" },
    });
    expect(await scp01.select().from(cloudEnvironments)).toEqual(await db.select().from(cloudEnvironments));
  });

  it("sends no server through another proxy, which would be told the password", async () => {
    const scp01 = await joined(SCP01);
    const proxy = { enabled: true, host: "proxy", changedAt: new Date(), changedBy: "anna" };
    await db.insert(siteSystemProxies).values({ ...proxy, serverId: servers[SCP02] ?? "" });
    for (const change of [
      scp01.update(siteSystemProxies).set({ host: "mine" }),
      scp01.delete(siteSystemProxies),
    ])
      await expect(change).rejects.toMatchObject({ cause: { code: "42501" } });
    expect(await scp01.select().from(siteSystemProxies)).toHaveLength(1);
  });

  it("clears what is said of another server's threads only as the top-level site's server", async () => {
    const scp01 = await joined(SCP01);
    const other = servers[SCP02] ?? "";
    await db
      .insert(componentThreads)
      .values({ serverId: other, component: "SMS_DMP_DOWNLOADER", state: "stopped" });
    expect((await scp01.delete(componentThreads)).rowCount).toBe(0);
    await db.insert(siteSystemRoles).values({ serverId: servers[SCP01] ?? "", role: "SMS Site Server" });
    expect((await scp01.delete(componentThreads)).rowCount).toBe(1);
  });

  it("reads no account, session or token, and changes no audit message", async () => {
    const scp01 = await joined(SCP01);
    for (const table of [users, auditMessages, serverEnrolments])
      await expect(scp01.select().from(table)).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("is made for two servers that join at the same moment", async () => {
    const [one, other] = [await invite(SCP01), await invite(SCP02)];
    const joins = await Promise.all([join(SCP01, one), join(SCP02, other, { sealingKey: "B".repeat(43) })]);
    expect(joins.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it("works the jobs of the product", async () => {
    const scp01 = await joined(SCP01);
    expect(await enqueueJob(scp01, "updates.check", {}, { singletonKey: "x" })).toBe(true);
  });

  it("ends with its connections when it is revoked, and the server waits for who joins again", async () => {
    const scp01 = await joined(SCP01);
    await scp01.execute(sql`select 1`);
    expect(await revokeServer(ctx(), { serverId: servers[SCP01] })).toMatchObject({ ok: true });
    await expect.poll(() => scp01.execute(sql`select 1`).catch((error) => error.cause?.code)).toBe("28P01");
    const { rows } = await db.execute(sql`
      select from pg_roles join server_enrolments on login = rolname where server_id = ${servers[SCP01]}`);
    expect(rows).toHaveLength(0);
    expect(await db.select().from(sealingKeys)).toHaveLength(0);
    expect(await claim(db)).toEqual([SCP02]);
    expect(await claim(await joined(SCP01))).toEqual([SCP01]);
  });

  it("is not taken away by a copy of the database that was recovered beside it on the same PostgreSQL", async () => {
    const original = await joined(SCP01);
    const [enrolment] = await db.select().from(serverEnrolments);
    await copy.db.insert(sites).values(await db.select().from(sites));
    await copy.db.insert(siteSystemServers).values(await db.select().from(siteSystemServers));
    await copy.db.insert(serverEnrolments).values({ ...enrolment!, endedAt: clock.now() });
    await removeEndedLogins(copy.db);
    expect(await claim(original)).toEqual([SCP01]);
  });

  it("cannot be made by a database user without that right, which the answer names with its cure", async () => {
    const secret = await invite(SCP01);
    await db.execute(sql`create role scp_poor_owner`);
    try {
      const answer = await db.transaction(async (tx) => {
        await tx.execute(sql`grant all on all tables in schema public to scp_poor_owner`);
        await tx.execute(sql`grant select on pg_roles to scp_poor_owner`);
        await tx.execute(sql`alter role scp_poor_owner bypassrls`);
        await tx.execute(sql`set local role scp_poor_owner`);
        return enrolServer(
          { ...ctx(), db: tx as unknown as Database },
          {
            secret,
            fqdn: SCP01,
            hostName: "machine",
            version: PRODUCT_VERSION,
            sealingKey: key.publicKey.toString("base64url"),
            certificate: "PEM",
          },
          { source: "192.0.2.8", database: { databaseUrl: connectionString } },
        );
      });
      expect(answer).toMatchObject({
        code: "database-makes-no-logins",
        params: { statement: 'alter role "scp_poor_owner" createrole;' },
      });
    } finally {
      await db.execute(sql`drop owned by scp_poor_owner`);
      await db.execute(sql`drop role scp_poor_owner`);
    }
  });
});

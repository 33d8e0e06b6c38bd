import { beforeEach, describe, expect, it } from "vitest";
import {
  SERVICE_CONNECTION_POINT_ROLE,
  siteSystemProxies,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testCtx, userActor } from "@/lib/testing/factories";
import { PASSIVE_SITE_SERVER_ROLE, SITE_SERVER_ROLE } from "../model";
import { addServer } from "./add-server";
import { deleteServer } from "./delete-server";
import { listRoleCandidates } from "./list-role-candidates";

const { db } = await testDatabase();
const ctx = testCtx(db);

beforeEach(async () => {
  await emptyTables(db, "role_changes, site_system_roles, site_system_servers, sites");
  const version = { version: "1906", fullVersion: "5.00.8853.1000" };
  await db.insert(sites).values({ ...version, siteCode: "CAS", name: "Central", type: 4 });
  await db.insert(sites).values({ ...version, siteCode: "PR1", name: "One", type: 2, parentSiteCode: "CAS" });
  await db.insert(sites).values({ ...version, siteCode: "SE1", name: "Two", type: 1, parentSiteCode: "PR1" });
});

async function server(fqdn: string, ...roles: string[]): Promise<string> {
  const [row] = await db.insert(siteSystemServers).values({ fqdn, siteCode: "CAS" }).returning();
  if (roles.length > 0)
    await db.insert(siteSystemRoles).values(roles.map((role) => ({ serverId: row!.id, role })));
  return row!.id;
}
const add = (change: Record<string, unknown> = {}) =>
  addServer(ctx, {
    fqdn: "SCP03.contoso.com",
    siteCode: "CAS",
    internetFqdn: null,
    passiveSiteServer: false,
    ...change,
  });

describe("Create Site System Server", () => {
  it("makes the server a site system of its site, ready to join", async () => {
    expect(await add({ internetFqdn: "scp.contoso.net" })).toMatchObject({
      ok: true,
      value: { fqdn: "scp03.contoso.com" },
    });
    expect(await db.select().from(siteSystemServers)).toMatchObject([
      { fqdn: "scp03.contoso.com", siteCode: "CAS", internetFqdn: "scp.contoso.net", executiveId: null },
    ]);
    expect((await db.select().from(siteSystemRoles)).map(({ role }) => role).sort()).toEqual([
      "SMS Component Server",
      "SMS Site System",
    ]);
  });

  it("refuses a server that is there, one of another site, and any of a secondary site", async () => {
    await add();
    expect(await add()).toMatchObject({ code: "server-exists", field: "fqdn" });
    expect(await add({ siteCode: "PR1" })).toMatchObject({
      code: "server-of-another-site",
      params: { site: "CAS" },
    });
    expect(await add({ fqdn: "x.contoso.com", siteCode: "SE1" })).toMatchObject({
      code: "secondary-site-server",
    });
    expect(await addServer(testCtx(db, { actor: userActor("SMS0002R") }), {})).toMatchObject({
      code: "forbidden",
    });
  });

  it("adds a site server in passive mode only where the role is on neither of the two", async () => {
    const active = await server("cas01.contoso.com", SITE_SERVER_ROLE, SERVICE_CONNECTION_POINT_ROLE);
    expect(await add({ passiveSiteServer: true })).toMatchObject({
      code: "role-on-site-server",
      params: { server: "cas01.contoso.com" },
    });
    await db.delete(siteSystemRoles);
    await db.insert(siteSystemRoles).values({ serverId: active, role: SITE_SERVER_ROLE });
    expect(await add({ passiveSiteServer: true })).toMatchObject({ ok: true });
    expect(await add({ fqdn: "y.contoso.com", passiveSiteServer: true })).toMatchObject({
      code: "passive-site-server-exists",
    });
    const candidates = await listRoleCandidates(ctx, {});
    expect(candidates).toMatchObject({
      value: {
        holder: null,
        servers: [
          { fqdn: "cas01.contoso.com", isSiteServer: true, refusal: "server-of-site-server-pair" },
          { fqdn: "scp03.contoso.com", isSiteServer: false, refusal: "server-of-site-server-pair" },
        ],
      },
    });
  });
});

describe("the deletion of a site system server", () => {
  it("takes what belongs to the server alone with it", async () => {
    const serverId = await server("scp03.contoso.com", "SMS Site System", PASSIVE_SITE_SERVER_ROLE);
    await db.insert(siteSystemProxies).values({
      serverId,
      enabled: true,
      host: "proxy",
      port: 80,
      changedAt: new Date(),
      changedBy: "anna",
    });
    expect(await deleteServer(ctx, { serverId })).toMatchObject({ ok: true });
    expect(await db.select().from(siteSystemServers)).toEqual([]);
    expect(await db.select().from(siteSystemProxies)).toEqual([]);
    expect(await deleteServer(ctx, { serverId })).toMatchObject({ code: "server-not-found" });
  });

  it("is refused while the server holds a role", async () => {
    const serverId = await server("cas01.contoso.com", "SMS Site System", SITE_SERVER_ROLE);
    expect(await deleteServer(ctx, { serverId })).toMatchObject({
      code: "server-has-roles",
      params: { role: SITE_SERVER_ROLE },
    });
    expect(await db.select().from(siteSystemRoles)).toHaveLength(2);
  });
});

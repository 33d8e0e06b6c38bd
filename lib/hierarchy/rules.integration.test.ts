import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { serviceConnectionPoint, siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";

const { db } = await testDatabase();

async function server(fqdn: string, siteCode: string): Promise<string> {
  const [row] = await db.insert(siteSystemServers).values({ fqdn, siteCode }).returning();
  return row!.id;
}
const installRole = (serverId: string) =>
  db.insert(siteSystemRoles).values({ serverId, role: "SMS Dmp Connector" });
const constraint = (name: string) =>
  expect.objectContaining({ cause: expect.objectContaining({ constraint: name }) });

describe("the service connection point in the database", () => {
  beforeEach(async () => {
    await db.delete(serviceConnectionPoint);
    await db.delete(siteSystemRoles);
    await db.delete(siteSystemServers);
    await db.delete(sites);
    const base = { version: "1906", fullVersion: "5.00.8853.1000" };
    await db.insert(sites).values({ ...base, siteCode: "CAS", name: "Central", type: 4 });
    await db
      .insert(sites)
      .values({ ...base, siteCode: "PR1", name: "Primary", type: 2, parentSiteCode: "CAS" });
    await db
      .insert(sites)
      .values({ ...base, siteCode: "SE1", name: "Secondary", type: 1, parentSiteCode: "PR1" });
  });

  it("is accepted at the central administration site", async () => {
    await installRole(await server("cas.contoso.com", "CAS"));
  });

  it("is refused a second time anywhere in the hierarchy", async () => {
    await installRole(await server("cas.contoso.com", "CAS"));
    await expect(installRole(await server("cas2.contoso.com", "CAS"))).rejects.toEqual(
      constraint("site_system_roles_one_service_connection_point"),
    );
  });

  it.each(["PR1", "SE1"])("is refused at the child site %s", async (siteCode) => {
    await expect(installRole(await server("child.contoso.com", siteCode))).rejects.toEqual(
      constraint("site_system_roles_service_connection_point_top_level"),
    );
  });

  it("is accepted at a stand-alone primary, which then cannot get a parent while it holds the role", async () => {
    await db
      .insert(sites)
      .values({ siteCode: "PR9", name: "Alone", type: 2, version: "1906", fullVersion: "5.00.8853.1000" });
    await installRole(await server("alone.contoso.com", "PR9"));
    await expect(
      db.update(sites).set({ parentSiteCode: "CAS" }).where(eq(sites.siteCode, "PR9")),
    ).rejects.toEqual(constraint("sites_service_connection_point_top_level"));
  });
});

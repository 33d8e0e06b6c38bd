import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { executives, siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";
import { getServer } from "./get-server";
import { listServers } from "./list-servers";

const { db } = await testDatabase();
const executiveId = randomUUID();
const version = { version: "1906", fullVersion: "5.00.8853.1000" };

it("lists every server with its roles and the executive that hosts it", async () => {
  await db.insert(sites).values({ ...version, siteCode: "CAS", name: "Central", type: 4 });
  await db.insert(executives).values({
    id: executiveId,
    hostName: "host",
    processId: 1,
    version: "0.1.0",
    startedAt: new Date(),
    heartbeatAt: new Date(),
  });
  const [scp] = await db
    .insert(siteSystemServers)
    .values([
      { fqdn: "scp01.contoso.com", siteCode: "CAS", executiveId },
      { fqdn: "cas01.contoso.com", siteCode: "CAS" },
    ])
    .returning();
  await db.insert(siteSystemRoles).values([
    { serverId: scp!.id, role: "SMS Site System" },
    { serverId: scp!.id, role: "SMS Dmp Connector" },
  ]);

  expect(await listServers(testCtx(db), {})).toMatchObject({
    ok: true,
    value: [
      { fqdn: "cas01.contoso.com", roles: [], executive: null },
      {
        fqdn: "scp01.contoso.com",
        siteName: "Central",
        roles: ["SMS Dmp Connector", "SMS Site System"],
        executive: { responding: true, version: "0.1.0" },
      },
    ],
  });
  expect(await getServer(testCtx(db), { serverId: scp!.id })).toMatchObject({
    value: { fqdn: "scp01.contoso.com" },
  });
});

it("says of a server that is not there that there is none", async () => {
  expect(await getServer(testCtx(db), { serverId: randomUUID() })).toMatchObject({
    code: "server-not-found",
  });
});

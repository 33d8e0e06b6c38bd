import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, expect, inject, it } from "vitest";
import { openDatabase } from "@/lib/db/connection";
import { migrateDatabase } from "@/lib/db/migrate";
import { siteSystemServers, sites } from "@/lib/db/schema";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { makeSealingKey, unseal } from "@/lib/secrets/seal";
import { testCtx } from "@/lib/testing/factories";
import { enrolServer } from "./enrol-server";
import { readJoinToken } from "./join-token";
import { letServerJoin } from "./let-server-join";
import { databaseAccessSchema, sealPurpose } from "./model";
import { revokeServer } from "./revoke-server";

/** The portal as one works in production: no superuser, the owner of its database, and may create roles. */
const name = `owned_${randomBytes(6).toString("hex")}`;
const url = new URL(inject("postgresUrl"));
const superuser = new pg.Client({ connectionString: url.href });
await superuser.connect();
await superuser.query(`create role ${name} login createrole password 'p'`);
await superuser.query(`create database ${name} owner ${name}`);
url.pathname = `/${name}`;
url.username = name;
url.password = "p";
await migrateDatabase(url.href);
const { db, close } = openDatabase(url.href, 3);
afterAll(async () => {
  await close();
  await superuser.query(`drop database ${name} with (force)`);
  await superuser.query(`drop role scp_executive_${name}`);
  await superuser.query(`drop role ${name}`);
  await superuser.end();
});

it("an ordinary owner of the database lets a server join, and cuts it off when it is revoked", async () => {
  const fqdn = "scp01.contoso.com";
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [server] = await db.insert(siteSystemServers).values({ fqdn, siteCode: "CAS" }).returning();
  const ctx = testCtx(db, { clock: { now: () => new Date() } });
  const portal = { url: "https://scp.contoso.com" };
  const invited = await letServerJoin(ctx, { serverId: server!.id, portal });
  const key = await makeSealingKey();
  const answer = await enrolServer(
    ctx,
    {
      secret: invited.ok ? readJoinToken(invited.value.token)?.secret : "",
      fqdn,
      hostName: "machine",
      version: PRODUCT_VERSION,
      sealingKey: key.publicKey.toString("base64url"),
      certificate: "PEM",
    },
    { source: "192.0.2.7", database: { databaseUrl: url.href } },
  );
  const sealed = Buffer.from(answer.ok ? answer.value.sealed : "", "base64url");
  const access = (await unseal(key.privateKey, sealPurpose(fqdn), sealed)) ?? "";
  const joined = openDatabase(databaseAccessSchema.parse(JSON.parse(access)).url, 1);
  const claimed = await joined.db.update(siteSystemServers).set({ leaseToken: sql`lease_token + 1` });
  expect(claimed.rowCount).toBe(1);

  // A later version's tables are the group's as well.
  await migrateDatabase(url.href);
  expect(await revokeServer(ctx, { serverId: server!.id })).toMatchObject({ ok: true });
  await expect.poll(() => joined.db.execute(sql`select 1`).catch((error) => error.cause?.code)).toBe("28P01");
  await joined.close();
});

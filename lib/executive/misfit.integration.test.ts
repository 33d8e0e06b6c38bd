import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Clock, systemClock } from "@/lib/clock";
import { executives, siteDatabase, siteSystemServers, sites } from "@/lib/db/schema";
import { readSiteSystemServers } from "@/lib/hierarchy/list-servers";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { testDatabase } from "@/lib/testing/database";
import { emptyTables } from "@/lib/testing/empty-tables";
import type { ComponentDefinition } from "./component-thread";
import { Executive } from "./executive";
import { findMisfit } from "./find-misfit";

const { db, connectionString } = await testDatabase();
const FQDN = "scp01.contoso.com";
let serversDir: string;
let running: Executive | undefined;
let said: string[];

beforeEach(async () => {
  serversDir = mkdtempSync(join(tmpdir(), "scp-misfit-"));
  said = [];
  await emptyTables(db, "component_threads, executives, site_system_servers, sites");
  await db.update(siteDatabase).set({ productVersion: PRODUCT_VERSION });
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  await db.insert(siteSystemServers).values({ fqdn: FQDN, siteCode: "CAS" });
});
afterEach(async () => {
  await running?.stop();
  rmSync(serversDir, { recursive: true });
});

const idle: ComponentDefinition = {
  name: "SMS_SERVER_BOOTSTRAP",
  logFile: "SrvBoot.log",
  type: 0,
  runsOn: "every-server",
  run: async (thread) => {
    while (!thread.signal.aborted) await thread.wait([], 60_000);
  },
};

async function start(clock: Clock = systemClock): Promise<void> {
  running = new Executive({
    connectionString,
    db,
    clock,
    version: PRODUCT_VERSION,
    findMisfit,
    serversDir,
    components: [idle],
    servers: [FQDN],
    timing: { heartbeatMs: 50 },
    onError: (error) => void said.push(String(error)),
  });
  await running.start();
}

const server = async () => (await readSiteSystemServers({ db, clock: systemClock }, undefined))[0];
const host = async () => (await db.select().from(siteSystemServers))[0]?.executiveId;

it("answers whatever its clock says, and says how far that is off", async () => {
  await start({ now: () => new Date(Date.now() - 10_000) });
  const found = await server();
  expect(found?.executive).toMatchObject({ responding: true, misfit: null });
  expect(found?.executive?.clockSkewMs).toBeLessThan(-8_000);
  expect(found?.executive?.clockSkewMs).toBeGreaterThan(-12_000);
});

it("hosts nothing while the database is of another version, says so everywhere, and hosts when it fits", async () => {
  await db.update(siteDatabase).set({ productVersion: "9.9.9" });
  await start();
  expect(await host()).toBeNull();
  const misfit = { code: "version", own: PRODUCT_VERSION, database: "9.9.9" };
  await expect.poll(server).toMatchObject({ executive: { responding: true, misfit } });
  expect(said.join()).toContain("hosts no server: the site database is of version 9.9.9");
  expect(readFileSync(join(serversDir, FQDN, "Logs", "smsexec.log"), "utf8")).toContain("of version 9.9.9");

  await db.update(siteDatabase).set({ productVersion: PRODUCT_VERSION });
  await expect.poll(host, { timeout: 10_000 }).toBe(running?.id);
});

it("gives its servers back when the database gets another schema under it", async () => {
  await start();
  expect(await host()).toBe(running?.id);
  const newest = sql`(select max(created_at) from drizzle.__drizzle_migrations)`;
  await db.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', ${newest} + 1)`,
  );
  await expect.poll(host, { timeout: 10_000 }).toBeNull();
  await expect.poll(server).toMatchObject({ executive: { misfit: { code: "schema" } } });
  await db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'later'`);
  expect(await db.select().from(executives)).toHaveLength(1);
});

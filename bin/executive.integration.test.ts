import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { componentThreads, executives, siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { testDatabase } from "@/lib/testing/database";

const { db, connectionString } = await testDatabase();
const dataDir = mkdtempSync(join(tmpdir(), "scp-executive-"));
let children: ChildProcess[] = [];

beforeAll(async () => {
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "cas01.contoso.com", siteCode: "CAS" })
    .returning();
  await db.insert(siteSystemRoles).values({ serverId: server!.id, role: SITE_SERVER_ROLE });
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
});
afterAll(() => rmSync(dataDir, { recursive: true }));

async function startExecutive(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, "executive.ts"), [], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, DATABASE_URL: connectionString, SCP_DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  children.push(child);
  const [message] = await once(child, "message");
  expect(message).toEqual({ type: "ready" });
  return child;
}
const backupThread = async () =>
  (await db.select().from(componentThreads).where(eq(componentThreads.component, "SMS_SITE_BACKUP")))[0];

it("takes its servers over at once after a kill, and ends cleanly when told to", async () => {
  const killed = await startExecutive();
  const before = await backupThread();
  killed.kill("SIGKILL");
  await once(killed, "exit");

  const next = await startExecutive();
  const after = await backupThread();
  expect(after?.state).toBe("running");
  expect(after?.startedAt?.getTime()).toBeGreaterThan(before?.startedAt?.getTime() ?? Number.NaN);

  const askedAt = Date.now();
  next.kill("SIGTERM");
  expect(await once(next, "exit")).toEqual([0, null]);
  expect(Date.now() - askedAt).toBeLessThan(4_000);
  expect((await backupThread())?.state).toBe("stopped");
  const [row] = await db
    .select()
    .from(executives)
    .where(eq(executives.processId, next.pid ?? 0));
  expect(row?.stoppedAt).toBeInstanceOf(Date);
});

it("ends when the process that started it is gone", async () => {
  const child = await startExecutive();
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});

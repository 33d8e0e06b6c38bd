import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, expect, it } from "vitest";
import {
  cloudEnvironments,
  executives,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  statusMessages,
} from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";

const { db, connectionString } = await testDatabase();
const FQDN = "scp01.contoso.com";
const folders: string[] = [];
let children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Each on a disk of its own, as on two machines. */
async function startExecutive(): Promise<ChildProcess & { log(): string }> {
  const dataDir = mkdtempSync(join(tmpdir(), "scp-split-"));
  folders.push(dataDir);
  const child = fork(join(import.meta.dirname, "executive.ts"), ["--server", FQDN], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, DATABASE_URL: connectionString, SCP_DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  children.push(child);
  await once(child, "message");
  const log = () => readFileSync(join(dataDir, "servers", FQDN, "Logs", "smsexec.log"), "utf8");
  return Object.assign(child, { log });
}

const role = async () => (await db.select().from(serviceConnectionPoint))[0];
const hostOf = async () => {
  const [row] = await db
    .select({ processId: executives.processId })
    .from(siteSystemServers)
    .innerJoin(executives, sql`${executives.id} = ${siteSystemServers.executiveId}`);
  return row?.processId;
};
const messagesOf = async (child: ChildProcess) =>
  (await db.select().from(statusMessages)).filter(({ processId }) => processId === child.pid).length;

it("a holder that stood still while another took over writes nothing when it goes on, and gives way", {
  timeout: 180_000,
}, async () => {
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [server] = await db.insert(siteSystemServers).values({ fqdn: FQDN, siteCode: "CAS" }).returning();
  const [held] = await db
    .insert(siteSystemRoles)
    .values({ serverId: server!.id, role: SERVICE_CONNECTION_POINT_ROLE })
    .returning();
  await db.insert(cloudEnvironments).values({ id: "lab", name: "Lab" });
  await db
    .insert(serviceConnectionPoint)
    .values({ roleId: held!.id, environmentId: "lab", configuredMode: "offline" });

  const holder = await startExecutive();
  const next = await startExecutive();
  const poll = { timeout: 60_000 };
  await expect.poll(async () => (await role())?.runningMode, poll).toBe("offline");
  expect(await hostOf()).toBe(holder.pid);

  const first = (await role())?.runningModeSince;
  holder.kill("SIGSTOP");
  // As its lease runs out, or the database's clock jumps ahead.
  await db.update(siteSystemServers).set({ leaseExpiresAt: sql`now() - interval '1 second'` });
  await expect.poll(hostOf, poll).toBe(next.pid);
  await expect.poll(() => next.log(), poll).toContain("Started SMS_DMP_DOWNLOADER");
  await expect.poll(async () => (await role())?.runningModeSince, poll).not.toEqual(first);
  const [before, said] = [await role(), await messagesOf(holder)];

  holder.kill("SIGCONT");
  await expect.poll(() => holder.log(), poll).toContain(`The lease of ${FQDN} was lost`);
  expect(await hostOf()).toBe(next.pid);
  expect(await role()).toEqual(before);
  expect(await messagesOf(holder)).toBe(said);
});

import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seedAzureEnvironments } from "@/lib/connectivity/azure-environments";
import { auditMessages, cloudEnvironments, executives, sites, users } from "@/lib/db/schema";
import { SETUP_CODE_FILE } from "@/lib/hierarchy/setup/setup-code";
import { seedLab } from "@/lib/lab/seed-lab";
import { testDatabase } from "@/lib/testing/database";
import { planFirstRun, runUnattended } from "./first-run";

const SETUP_FILE = `[Identification]
Action=InstallPrimarySite
[Options]
SiteCode=PR1
SiteName=Alone
SiteServer=pri1.contoso.com
[AdministratorOptions]
UserName=anna
[CloudConnectorOptions]
CloudConnector=1
CloudConnectorServer=pri1.contoso.com
`;
const cloud = { port: 4443, trustedRoot: { signed: {} }, authority: "PEM" };
const PASSWORD = "a long walk in autumn";

const { db, connectionString } = await testDatabase();
let dataDir: string;
let file: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-first-run-"));
  file = path.join(dataDir, "setup.ini");
  await writeFile(file, SETUP_FILE);
  await seedAzureEnvironments(db);
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const plan = (source: { file?: string; env?: Record<string, string> } = {}) =>
  planFirstRun(connectionString, dataDir, { env: {} as NodeJS.ProcessEnv, ...source } as Parameters<
    typeof planFirstRun
  >[2]);
const code = () => readFile(path.join(dataDir, SETUP_CODE_FILE), "utf8");
const machine = () => ({ dataDir, publicUrl: "https://scp.contoso.com", sessionSecret: randomUUID() });

it("without a description the start makes a code for the portal, the same at each start", async () => {
  const first = await plan();
  expect(first).toEqual({ kind: "wizard", code: (await code()).trim() });
  expect(await plan()).toEqual(first);
});

it("a description with faults is refused before anything starts, all faults at once and no password", async () => {
  await writeFile(file, SETUP_FILE.replace("PR1", "SMS").replace("UserName=anna", "UserName=a"));
  const refused = plan({ file, env: { SCP_SETUP_PASSWORD: "short-one" } });
  await expect(refused).rejects.toThrow(/\[Options\] SiteCode \(line 4\): This site code is reserved/);
  await expect(refused).rejects.toThrow(/\[AdministratorOptions\] UserName \(line 8\): A user name has/);
  await expect(refused).rejects.toThrow(/SCP_SETUP_PASSWORD: The password needs at least 12 characters/);
  await expect(refused).rejects.not.toThrow(/short-one/);
  await expect(plan({ file: path.join(dataDir, "none.ini") })).rejects.toThrow(/none\.ini cannot be read/);
  await writeFile(file, SETUP_FILE);
});

it("an empty lab has its cloud and nothing else", async () => {
  await seedLab(db, { cloud, dataDir, empty: true });
  expect(await db.$count(cloudEnvironments, eq(cloudEnvironments.id, "Lab"))).toBe(1);
  expect(await db.$count(sites)).toBe(0);
  await db.delete(cloudEnvironments).where(eq(cloudEnvironments.id, "Lab"));
});

it("is refused while nobody would do the work, and changes nothing", async () => {
  const asked = await plan({ file, env: { SCP_SETUP_PASSWORD: PASSWORD } });
  if (asked.kind !== "unattended") throw new Error(asked.kind);
  await expect(runUnattended(connectionString, asked, machine())).rejects.toThrow(
    /SMS_EXECUTIVE: No executive that would host/,
  );
  expect(await db.$count(sites)).toBe(0);
});

it("sets the hierarchy up, says its warnings, and keeps the password to itself", async () => {
  const now = new Date();
  const here = { id: randomUUID(), hostName: "here", processId: 1, version: "0" };
  await db.insert(executives).values({ ...here, startedAt: now, heartbeatAt: now });
  const asked = await plan({ file, env: { SCP_SETUP_PASSWORD: PASSWORD } });
  if (asked.kind !== "unattended") throw new Error(asked.kind);
  const said = await runUnattended(connectionString, asked, machine());
  expect(said.join("\n")).toMatch(/Site PR1 \(Alone\) was set up; sign in as anna/);
  expect(said.join("\n")).toMatch(/Cloud: Azure public cloud publishes no update catalogue/);
  expect(said.join("\n")).not.toContain(PASSWORD);
  const audit = await db.select().from(auditMessages);
  expect(audit.at(-1)).toMatchObject({ messageId: 60060, actorKind: "command-line" });
  expect(JSON.stringify(audit)).not.toContain(PASSWORD);
});

it("the lab brings no sample into a hierarchy that Setup made", async () => {
  await seedLab(db, { cloud, dataDir, empty: false });
  expect(await db.$count(sites)).toBe(1);
  expect(await db.$count(users)).toBe(1);
});

it("once there is a hierarchy it says so, changes nothing and takes the code away", async () => {
  const again = await plan({ file, env: { SCP_SETUP_SITE_CODE: "XYZ" } });
  expect(again).toMatchObject({ kind: "none", note: expect.stringContaining("set up already") });
  expect(await plan()).toEqual({ kind: "none", note: undefined });
  await expect(code()).rejects.toThrow();
  expect(await db.$count(sites)).toBe(1);
  expect(await db.$count(users)).toBe(1);
});

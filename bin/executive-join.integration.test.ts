import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { sealingKeys, siteSystemServers, sites } from "@/lib/db/schema";
import { enrolServer } from "@/lib/hierarchy/enrolment/enrol-server";
import { letServerJoin } from "@/lib/hierarchy/enrolment/let-server-join";
import { revokeServer } from "@/lib/hierarchy/enrolment/revoke-server";
import { readSiteSystemServers } from "@/lib/hierarchy/list-servers";
import { testDatabase } from "@/lib/testing/database";
import { testCtx } from "@/lib/testing/factories";

const { db, connectionString } = await testDatabase();
const ctx = testCtx(db, { clock: systemClock });
const dataDir = mkdtempSync(join(tmpdir(), "scp-join-"));
const FQDN = "scp01.contoso.com";
let children: ChildProcess[] = [];

/** What the portal's route does, without the portal. */
const portal = http.createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const input: unknown = JSON.parse(Buffer.concat(chunks).toString());
  const how = { source: "127.0.0.1", database: { databaseUrl: connectionString } };
  const answer = await enrolServer({ db, clock: systemClock, correlationId: randomUUID() }, input, how);
  response.end(JSON.stringify(answer));
});
await new Promise<void>((resolve) => portal.listen(0, "127.0.0.1", resolve));
const portalUrl = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
});
afterAll(() => {
  portal.close();
  rmSync(dataDir, { recursive: true });
});

/** `DATABASE_URL` is not among what it is told. */
function start(...args: string[]): ChildProcess & { said(): string } {
  const child = fork(join(import.meta.dirname, "executive.ts"), ["--server", FQDN, ...args], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, DATABASE_URL: "", SCP_DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  children.push(child);
  return Object.assign(child, { said: () => output });
}

const server = async () => (await readSiteSystemServers(ctx, undefined))[0];

it("joins with its token, comes back without it, and ends when it is revoked", {
  timeout: 180_000,
}, async () => {
  await db
    .insert(sites)
    .values({ siteCode: "CAS", name: "Central", type: 4, version: "1906", fullVersion: "5.00.8853.1000" });
  const [row] = await db.insert(siteSystemServers).values({ fqdn: FQDN, siteCode: "CAS" }).returning();
  const serverId = row!.id;
  const invited = await letServerJoin(ctx, { serverId, portal: { url: portalUrl } });
  const token = invited.ok ? invited.value.token : "";

  const first = start("--join", token);
  await once(first, "message");
  expect(await server()).toMatchObject({
    executive: { responding: true, processId: first.pid },
    enrolment: { state: "joined" },
  });
  const keys = join(dataDir, "servers", FQDN, "keys");
  for (const file of ["sealing.key", "database.json"])
    expect(statSync(join(keys, file)).mode & 0o777).toBe(0o600);
  const [announced] = await db.select().from(sealingKeys);
  expect((await server())?.enrolment).toMatchObject({ keyFingerprint: announced?.fingerprint });
  first.kill("SIGTERM");
  expect(await once(first, "exit")).toEqual([0, null]);

  const second = start();
  await once(second, "message");
  expect(await server()).toMatchObject({ executive: { responding: true, processId: second.pid } });

  const ended = once(second, "exit");
  await revokeServer(ctx, { serverId });
  expect(await ended).toEqual([4, null]);
  expect(second.said()).toContain(`${FQDN} is no longer part of the hierarchy`);

  const again = start("--join", token.replace(/.$/, ""));
  expect(await once(again, "exit")).toEqual([1, null]);
  expect(again.said()).toContain("The token is incomplete");
});

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { Agent, request } from "undici";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { freePort } from "@/lib/db/embedded-postgres";
import { cloudEnvironments } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";

const STOP_WITHIN_MS = 4000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let dataDir: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(path.join(os.tmpdir(), "scp-lab-process-"));
});

afterEach(() => child?.kill("SIGKILL"));
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function start(payloadScale: number) {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: process.env.NODE_ENV,
    DATABASE_URL: database.connectionString,
    SCP_DATA_DIR: dataDir,
    SCP_LAB: "1",
    SCP_LAB_CLOUD_PORT: String(await freePort()),
    SCP_LAB_PASSWORD: "correct horse battery",
    SCP_LAB_PAYLOAD_SCALE: String(payloadScale),
  };
  const started = fork("bin/lab-cloud.ts", { execArgv: ["--import", "tsx"], env, silent: true });
  child = started;
  return started;
}

const ready = (started: ChildProcess) => once(started, "message").then(([message]) => message);

async function timeToEnd(ended: Promise<unknown>): Promise<number> {
  const from = performance.now();
  await ended;
  return performance.now() - from;
}

it("recovers from a kill in the middle of making the catalogue, and serves it to who reads its row", async () => {
  const killed = await start(1);
  await once(killed.stdout ?? killed, "data");
  await delay(300);
  killed.kill("SIGKILL");
  await once(killed, "exit");

  expect(await ready(await start(0.001))).toEqual({ type: "ready" });
  const [lab] = await database.db.select().from(cloudEnvironments).where(eq(cloudEnvironments.id, "Lab"));
  const dispatcher = new Agent({ connect: { ca: lab?.certificateAuthorities ?? "" } });
  const response = await request(`${lab?.catalogueMetadataUrl}timestamp.json`, { dispatcher });
  expect(await response.body.json()).toMatchObject({ signed: { _type: "timestamp" } });
  const graph = await request(`${lab?.graphUrl}v1.0/organization`, { dispatcher });
  expect(await graph.body.json()).toMatchObject({ error: { code: "InvalidAuthenticationToken" } });
  const arm = await request(`${lab?.armUrl}subscriptions?api-version=2021-01-01`, { dispatcher });
  expect(await arm.body.json()).toMatchObject({ error: { code: "AuthenticationFailed" } });
  await dispatcher.close();
});

it("ends when it is told to", async () => {
  const started = await start(0.001);
  await ready(started);
  const exit = once(started, "exit");
  started.kill("SIGTERM");
  expect(await timeToEnd(exit)).toBeLessThan(STOP_WITHIN_MS);
  expect(await exit).toEqual([0, null]);
});

it("ends when its parent is gone", async () => {
  const started = await start(0.001);
  await ready(started);
  const exit = once(started, "exit");
  started.disconnect();
  expect(await timeToEnd(exit)).toBeLessThan(STOP_WITHIN_MS);
});

it("says what is wrong with its environment", async () => {
  const started = await start(11);
  const chunks: Buffer[] = [];
  started.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(started, "close");
  expect(code).not.toBe(0);
  expect(Buffer.concat(chunks).toString()).toContain("SCP_LAB_PAYLOAD_SCALE: must be a number from 0 to 10");
});

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { eq, isNotNull } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  offlineRequests,
  serviceConnectionPoint,
  updatePackages,
  usageDataRelevance,
  usageDataRuns,
  usageDataUploads,
} from "@/lib/db/schema";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { type IngestionLab, startIngestionLab } from "@/lib/lab/testing/ingestion-lab";
import { testDatabase } from "@/lib/testing/database";
import { dmpDownloader } from "@/lib/updates/dmp-downloader.component";
import { hierarchyManager } from "@/lib/updates/hierarchy-manager.component";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { storeBatch } from "@/lib/usage-data/testing/store-batch";
import { bundleTool } from "./service-connection-tool/bundle";
import { PINNED_NODE, ROOT } from "./start/install.mjs";

const { db, connectionString } = await testDatabase();

let lab: IngestionLab;
let folder: string;
let stick: string;
const stop = new AbortController();
const running: Promise<void>[] = [];
beforeAll(async () => {
  lab = await startIngestionLab(db);
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-tool-"));
  stick = path.join(folder, "stick");
  await mkdir(stick);
  const { sha256 } = await storeBatch(db);
  await db.update(usageDataRuns).set({ documentSha256: sha256 });
  await db.update(serviceConnectionPoint).set({ configuredMode: "offline", runningMode: "offline" });
  const start = ({ name, run }: ComponentDefinition) =>
    running.push(run(lab.thread({ component: name, signal: stop.signal })));
  start(dmpDownloader);
  start(hierarchyManager);
  lab.requests.splice(0);
});
afterAll(async () => {
  stop.abort();
  await Promise.allSettled(running);
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

async function run(program: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const failed = (error: Ended) => error;
  const clean = { PATH: process.env.PATH, HOME: folder, LANG: "C", ...env };
  const options = { env: clean as unknown as NodeJS.ProcessEnv };
  return promisify(execFile)(program, args, options).then((done) => ({ ...done, code: 0 }), failed);
}

/** The tool in the checkout, on the computer of the service connection point. */
const atTheSite = (...args: string[]): Promise<Ended> =>
  run(process.execPath, ["--import", "tsx", "bin/service-connection-tool.ts", ...args], {
    DATABASE_URL: connectionString,
    SCP_DATA_DIR: folder,
  });

/** Another Node than the product's, as another computer has one; the product's where there is no other. */
function anotherNode(): string {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const found = folders.map((one) => path.join(one, "node")).filter((file) => existsSync(file));
  return found.find((file) => file !== PINNED_NODE) ?? process.execPath;
}

/** The packed tool, on a computer with nothing but Node. */
async function packedTool(): Promise<(...args: string[]) => Promise<Ended>> {
  const elsewhere = path.join(folder, "elsewhere");
  await mkdir(elsewhere, { recursive: true });
  const tool = path.join(elsewhere, "service-connection-tool.mjs");
  await bundleTool(tool);
  await cp(path.join(ROOT, "lib/updates/download/hash-worker.mjs"), path.join(elsewhere, "hash-worker.mjs"));
  return (...args) => run(anotherNode(), [tool, ...args]);
}

const readable = (file: string) => readFile(file, "utf8");

it("carries usage data out and the newest relevant update in, over three computers", async () => {
  const prepared = await atTheSite("-prepare", "-usagedatadest", stick);
  expect(prepared).toMatchObject({ code: 0, stderr: "" });
  expect(await readdir(stick)).toEqual([expect.stringMatching(/^UsageData-.*\.zip$/)]);
  // Offline the hierarchy itself asked nobody.
  expect(lab.requests).toEqual([]);

  const tool = await packedTool();
  const packs = path.join(stick, "UpdatePacks");
  const nobodyThere = await tool("--connect", "--usagedatasrc", packs, "--updatepackdest", packs);
  expect(nobodyThere.code).toBe(3);
  await writeFile(path.join(stick, "broken.zip"), "not a zip");
  const connected = await tool("--connect", "--usagedatasrc", stick, "--updatepackdest", packs);
  expect(connected.stderr).toContain("broken.zip: This is not a ZIP archive.");
  expect(connected.stdout).toMatch(/Usage data was accepted, receipt [0-9a-f-]{36}\./);
  expect(connected.stdout).toContain("To fetch: Configuration Manager 1910\n");
  expect(connected.stdout).not.toContain("Hotfix");
  expect(connected.code).toBe(4);
  expect(lab.requests.filter((line) => line.startsWith("PATCH"))).toHaveLength(1);
  const setupLog = await readable(path.join(folder, "elsewhere/ConfigMgrSetup.log"));
  expect(setupLog).toContain("INFO: File hash check successfully for");

  const dryRun = await atTheSite("-import", "-updatepacksrc", packs, "-dryrun", "-language", "de");
  expect(dryRun.stdout).toContain("importieren  Configuration Manager 1910");
  expect(dryRun.stdout).toContain("Nichts wurde geändert.");
  expect(await db.select().from(updatePackages)).toEqual([]);

  const imported = await atTheSite("-import", "-updatepacksrc", packs);
  expect(imported).toMatchObject({ code: 0, stderr: "" });
  expect(imported.stdout).toContain("is imported. Its updates are in Updates and Servicing.");
  const [newest] = await db
    .select({ state: updatePackages.state })
    .from(updatePackages)
    .where(eq(updatePackages.name, "Configuration Manager 1910"));
  expect(newest?.state).toBe(UPDATE_STATE.DOWNLOAD_SUCCESS);
  expect(await db.select().from(usageDataUploads)).toMatchObject([{ state: "accepted", carrier: "tool" }]);
  expect(await db.$count(usageDataRelevance)).toBeGreaterThan(0);
  expect(await db.$count(offlineRequests, isNotNull(offlineRequests.answeredAt))).toBe(1);

  const again = await atTheSite("-import", "-updatepacksrc", packs);
  expect(again.code).toBe(1);
  expect(again.stdout).toContain("imported before, left alone.");

  const table = path.join(folder, "data.csv");
  expect(await atTheSite("-export", "-dest", table)).toMatchObject({ code: 0 });
  expect(await readable(table)).toContain("B-03");
  const kept = await readable(path.join(folder, "ServiceConnectionTool.log"));
  expect(kept).toContain("0.1.0 -prepare");
  expect(kept).toContain("0.1.0 -export");
}, 180_000);

it("refuses what only the other computer can do, and a command line it does not understand", async () => {
  const tool = await packedTool();
  const prepare = await tool("-prepare", "-usagedatadest", "a.zip", "-language", "de");
  expect(prepare).toMatchObject({ code: 2, stdout: "" });
  expect(prepare.stderr).toContain("nur für -connect");
  const unknown = await tool("-upload");
  expect(unknown).toMatchObject({ code: 2, stderr: "-upload is not an option. See -help.\n" });
  expect((await tool()).stdout).toContain("Usage: npx service-connection-tool");
  const proxied = ["-proxyserveruri", "proxy.invalid:3128", "-proxyusername", "anna"];
  const noPassword = await tool("-connect", "-usagedatasrc", stick, "-updatepackdest", stick, ...proxied);
  expect(noPassword).toMatchObject({ code: 2 });
}, 60_000);

it("refuses to prepare online", async () => {
  await db.update(serviceConnectionPoint).set({ configuredMode: "online", runningMode: "online" });
  const prepared = await atTheSite("-prepare", "-usagedatadest", path.join(stick, "online.zip"));
  expect(prepared).toMatchObject({ code: 1, stdout: "" });
  expect(prepared.stderr).toContain("does not run in offline mode");
}, 60_000);

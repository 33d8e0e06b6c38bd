import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { ROOT } from "@/bin/start/install.mjs";
import { type DatabaseHandle, openDatabase } from "@/lib/db/connection";
import {
  type EmbeddedPostgres,
  ensureDatabase,
  freePort,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from "@/lib/db/embedded-postgres";
import { migrateDatabase } from "@/lib/db/migrate";
import { DOWNLOAD_PROCESS } from "@/lib/updates/download/process-memory";

const READY = { type: "ready" };

export interface KillableOptions {
  /** How large the lab's payloads are, 1 for their usual size. */
  payloadScale: number;
  /** Data folder of another product whose lab cloud this one shares: the same catalogue, signed by the same keys. */
  labOf?: string;
  /** Loaded into every process before its own script. */
  preload?: string;
  /** Whatever a process tells its parent, beside that it is ready. */
  onMessage?(message: unknown): void;
}

/** Processes of the product without its portal, each of which can be killed at any moment and started again. */
export class KillableProduct {
  private executive: ChildProcess | undefined;
  private cloud: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    readonly labCloudPort: number,
    private postgres: EmbeddedPostgres,
    private readonly postgresPort: number,
    private handle: DatabaseHandle,
    private readonly env: NodeJS.ProcessEnv,
    private readonly options: KillableOptions,
  ) {}

  /** A fresh database and the lab cloud with its sample hierarchy; the executive is not started. */
  static async start(topic: string, options: KillableOptions): Promise<KillableProduct> {
    const folder = await mkdtemp(path.join(os.tmpdir(), `scp-${topic}-`));
    if (options.labOf) {
      await cp(path.join(options.labOf, "lab-cloud"), path.join(folder, "lab-cloud"), { recursive: true });
    }
    const port = await freePort();
    const labCloudPort = await freePort();
    const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "postgres"), port });
    const url = await ensureDatabase(postgres, "site");
    await migrateDatabase(url);
    const env = {
      ...process.env,
      DATABASE_URL: url,
      SCP_DATA_DIR: folder,
      SCP_LAB: "1",
      SCP_LAB_CLOUD_PORT: String(labCloudPort),
      SCP_LAB_PAYLOAD_SCALE: String(options.payloadScale),
    };
    const handle = openDatabase(url, 2);
    const product = new KillableProduct(folder, labCloudPort, postgres, port, handle, env, options);
    product.cloud = await product.startProcess("bin/lab-cloud.ts");
    return product;
  }

  get db() {
    return this.handle.db;
  }

  get connectionString(): string {
    return this.env.DATABASE_URL ?? "";
  }

  /** `<install>` of a server. */
  installDir(fqdn: string): string {
    return path.join(this.folder, "servers", fqdn);
  }

  /**
   * The executive of one server, on a disk of its own as on another machine. Whoever starts it ends it.
   * @param login at the database, with the database's own password
   */
  startServer(fqdn: string, { login, folder }: { login: string; folder: string }): Promise<ChildProcess> {
    const url = new URL(this.connectionString);
    url.username = login;
    return this.startProcess("bin/executive.ts", {
      ...DOWNLOAD_PROCESS,
      args: ["--server", fqdn],
      env: { ...DOWNLOAD_PROCESS.env, DATABASE_URL: url.href, SCP_DATA_DIR: folder },
    });
  }

  async startExecutive(): Promise<void> {
    this.executive = await this.startProcess("bin/executive.ts", DOWNLOAD_PROCESS);
  }

  killExecutive(): Promise<void> {
    return killed(this.executive);
  }

  /** kill -9 of PostgreSQL, and a new start on what it left. */
  async killDatabase(): Promise<void> {
    await killed(this.postgres.process);
    this.postgres = await startEmbeddedPostgres({
      dataDir: path.join(this.folder, "postgres"),
      port: this.postgresPort,
    });
  }

  /** Looks again and again; a database that is just starting is no answer. */
  async until(what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await delay(50)) {
      if (await holds().catch(() => false)) return;
    }
    assert.fail(`${what}: not within ${withinMs / 1_000} s`);
  }

  /** Ends all of it; its data stays. */
  async stop(): Promise<void> {
    await killed(this.executive);
    await killed(this.cloud);
    await this.handle.close();
    await this.postgres.stop();
  }

  /** Ends all of it and removes its data. */
  async close(): Promise<void> {
    await this.stop();
    await removeEmbeddedPostgres(path.join(this.folder, "postgres"));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async startProcess(
    script: string,
    settings: {
      args?: readonly string[];
      env?: Record<string, string>;
      execArgv?: readonly string[];
    } = {},
  ): Promise<ChildProcess> {
    // An executive whose database is killed has much to say.
    const words = openSync(path.join(this.folder, "errors.log"), "a");
    const child = fork(path.join(ROOT, script), settings.args ?? [], {
      cwd: ROOT,
      env: { ...this.env, ...settings.env },
      execArgv: ["--import", "tsx", ...this.preloaded(), ...(settings.execArgv ?? [])],
      stdio: ["ignore", "ignore", words, "ipc"],
    });
    closeSync(words);
    const ready = new Promise<void>((resolve) => {
      child.on("message", (message) => {
        if (isDeepStrictEqual(message, READY)) resolve();
        else this.options.onMessage?.(message);
      });
    });
    await Promise.race([
      ready,
      once(child, "exit").then(() => assert.fail(`${script} ended before it was ready`)),
    ]);
    return child;
  }

  private preloaded(): string[] {
    const { preload } = this.options;
    return preload ? ["--import", pathToFileURL(preload).href] : [];
  }
}

async function killed(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

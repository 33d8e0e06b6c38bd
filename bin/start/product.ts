import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { interruptedRestore } from "@/lib/backup/restore/target-folder";
import type { StartConfig } from "@/lib/config";
import { seedAzureEnvironments } from "@/lib/connectivity/azure-environments";
import { openDatabase } from "@/lib/db/connection";
import { migrateDatabase } from "@/lib/db/migrate";
import { machineFolder } from "@/lib/lab/lab-machines";
import { DOWNLOAD_PROCESS } from "@/lib/updates/download/process-memory";
import { EXIT } from "../command-line/error";
import { type Build, ensureBuild } from "./build";
import { Child, type ChildSpec } from "./child";
import { type Claim, claim } from "./claim";
import { inDataDir, labSessionSecret, resetDataFolder } from "./data-folder";
import { DatabasePart } from "./database-part";
import { type FirstRun, planFirstRun, runUnattended, withoutSetup } from "./first-run";
import { waitForHealth } from "./health";
import { ROOT } from "./install.mjs";
import { type LabMachine, planLabMachines } from "./lab-machines";
import {
  choosePortalPort,
  DEFAULT_PORT,
  holdPort,
  type InnerPorts,
  innerPorts,
  isPortFree,
  listenAddresses,
} from "./ports";
import { ProcessLog } from "./process-log";
import type { Progress } from "./progress";
import { RunRecord } from "./run-record";

const READY_WITHIN_MS = 60_000;
/** The first start generates the sample payloads, several hundred megabytes. */
const LAB_READY_WITHIN_MS = 300_000;
const HEALTHY_WITHIN_MS = 60_000;
/** What a start that is ending may still need. */
const PREDECESSOR_ENDS_WITHIN_MS = 12_000;

export type ProductKind = "lab" | "production" | "development";

export interface RunningProduct {
  url: string;
  dataDir: string;
  /** Page of the lab cloud, where there is one. */
  labUrl?: string;
  /** What whoever sets the hierarchy up in the portal must enter; it is there already without. */
  setupCode?: string;
  /** What else is to be said about the set-up. */
  setupNotes: string[];
}

export interface StartOptions {
  reset: boolean;
  /** The lab without its sample hierarchy. */
  empty: boolean;
  /** Path of a setup file for a hierarchy that is not there yet. */
  setupFile?: string;
}

interface ProductEnvironment extends NodeJS.ProcessEnv {
  DATABASE_URL: string;
  SCP_DATA_DIR: string;
  SCP_PUBLIC_URL: string;
  PORT: string;
  SCP_SESSION_SECRET: string;
}

/** A start that cannot be, for a reason the person at the terminal can act on; no stack is needed. */
export class StartRefused extends Error {}

/** All processes of one data folder: started in order, kept running, stopped together. */
export class Product {
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly aborting = new AbortController();
  private claim: Claim | undefined;
  private databaseStop: (() => Promise<void>) | undefined;
  private innerPorts: Promise<InnerPorts> | undefined;
  private stopped: Promise<void> | undefined;

  constructor(
    private readonly kind: ProductKind,
    private readonly config: StartConfig,
    private readonly progress: Progress,
  ) {}

  /**
   * Starts everything and returns when it is healthy.
   * @throws StartRefused, or Error with the end of the log of the part that failed
   */
  async start(options: StartOptions): Promise<RunningProduct> {
    const { config, progress } = this;
    if (options.reset && config.databaseUrl) {
      throw new StartRefused(
        "--reset removes the lab of the embedded database; DATABASE_URL names another one.",
      );
    }
    const runDir = inDataDir(config.dataDir, "run");
    this.claim = await this.claimDataDir(runDir);
    await refuseHalfRestored(config.dataDir);
    const record = new RunRecord(runDir);
    await record.endLeftovers();
    if (options.reset) await progress.step("Removing the old lab", () => resetDataFolder(config.dataDir));

    const addresses = listenAddresses(config.host);
    const port = await this.portalPort(addresses);
    const url = config.publicUrl ?? `http://localhost:${port}`;
    const releasePort = await holdPort(port, addresses);
    this.stops.push(releasePort);

    const build = this.build(record);
    const databaseUrl = this.startDatabase(record);
    const firstRun = databaseUrl.then((at) => this.planFirstRun(at, options));
    const environment = databaseUrl.then((at) => this.environment(at, { port, url }, options));
    const [waiting] = await Promise.all([
      Promise.all([environment, firstRun]).then(([env]) => this.startLabAndExecutives(record, env)),
      Promise.all([build, environment]).then(async ([built, env]) => {
        await releasePort();
        await this.startPortal(record, env, built);
      }),
    ]);
    // What joins asks the portal.
    const joining = waiting.filter(({ token }) => token !== null);
    await this.startMachines(record, await environment, joining);
    await progress.step("Waiting until all of it is healthy", () =>
      waitForHealth(this.localPortal(port), HEALTHY_WITHIN_MS, this.aborting.signal),
    );
    this.aborting.signal.throwIfAborted();
    const setup = await this.setUp(await firstRun, await environment);
    await this.claim.tell({ state: "running", url });
    this.startAfterwards(
      record,
      await environment,
      waiting.filter(({ token }) => token === null),
    );
    const running = { url, dataDir: config.dataDir, ...setup };
    if (this.kind === "production") return running;
    return { ...running, labUrl: `https://localhost:${(await this.ports()).labCloud}/lab` };
  }

  private async planFirstRun(databaseUrl: string, { empty, setupFile }: StartOptions): Promise<FirstRun> {
    // The lab brings its own hierarchy.
    if (this.kind !== "production" && !empty) return { kind: "none" };
    return planFirstRun(databaseUrl, this.config.dataDir, { file: setupFile, env: process.env });
  }

  /** Once the executive runs, which the prerequisite check asks for. */
  private async setUp(
    firstRun: FirstRun,
    env: ProductEnvironment,
  ): Promise<Pick<RunningProduct, "setupCode" | "setupNotes">> {
    if (firstRun.kind === "wizard") return { setupCode: firstRun.code, setupNotes: [] };
    if (firstRun.kind === "none") return { setupNotes: firstRun.note ? [firstRun.note] : [] };
    const setupNotes = await this.progress.step("Setting up the hierarchy", () =>
      runUnattended(env.DATABASE_URL, firstRun, {
        dataDir: env.SCP_DATA_DIR,
        publicUrl: env.SCP_PUBLIC_URL,
        sessionSecret: env.SCP_SESSION_SECRET,
      }),
    );
    return { setupNotes };
  }

  /** Ends everything, the database last. Safe to call at any moment of a start, and more than once. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async stopAll(): Promise<void> {
    this.aborting.abort();
    // Somebody may have deleted the data folder meanwhile; what runs must end all the same.
    await this.claim?.tell({ state: "stopping" }).catch(() => {});
    await Promise.allSettled(this.stops.map((stop) => stop()));
    // The others write to it until their end.
    await this.databaseStop?.();
    await this.claim?.release();
  }

  private async claimDataDir(runDir: string): Promise<Claim> {
    for (const deadline = Date.now() + PREDECESSOR_ENDS_WITHIN_MS; ; await delay(200)) {
      const result = await claim(path.join(runDir, "supervisor.json"), { state: "starting" });
      if (result.held) return result.claim;
      const { state, url } = result.note;
      if (state === "stopping" && Date.now() < deadline) continue;
      const where = url ? ` at ${url}` : "";
      throw new StartRefused(
        `The product already runs on ${this.config.dataDir}${where} (process ${result.pid}, ${state}).\n` +
          `Stop it with Ctrl-C where it runs, or with: kill ${result.pid}\n` +
          "A second one needs a data folder of its own: SCP_DATA_DIR=.data-second npm start",
      );
    }
  }

  private async portalPort(addresses: readonly string[]): Promise<number> {
    const isFree = (port: number) => isPortFree(port, addresses);
    // A proxy in front knows one port only; moving to another would hide the fault.
    const wanted = this.config.port ?? (this.kind === "production" ? DEFAULT_PORT : undefined);
    const port = await choosePortalPort(wanted, isFree);
    if (port === undefined) {
      throw new StartRefused(
        `Port ${wanted} cannot be used: another program has it, or this user may not open it.\n` +
          "Choose another with PORT=…" +
          (this.kind === "production" ? "." : ", or leave PORT out to get the next free one."),
      );
    }
    if (wanted === undefined && port !== DEFAULT_PORT) {
      this.progress.say(`  ! Port ${DEFAULT_PORT} is taken; the portal gets ${port}.`);
    }
    return port;
  }

  private async build(record: RunRecord): Promise<Build | undefined> {
    if (this.kind === "development") return undefined;
    const build = await ensureBuild(ROOT, {
      log: this.log("build"),
      onIdentity: (name, identity) => record.set(name, identity),
      step: (work) => this.progress.step("Building the portal", work),
    });
    this.stops.push(() => build.release());
    return build;
  }

  /** @returns the connection string of the migrated database */
  private async startDatabase(record: RunRecord): Promise<string> {
    const databaseUrl = this.config.databaseUrl ?? (await this.startEmbeddedDatabase(record));
    await this.progress.step("Migrating the database", () => prepareDatabase(databaseUrl));
    return databaseUrl;
  }

  private async startEmbeddedDatabase(record: RunRecord): Promise<string> {
    const part = new DatabasePart(
      { dataDir: inDataDir(this.config.dataDir, "postgres"), port: (await this.ports()).postgres },
      this.log("postgres"),
      (name, identity) => record.set(name, identity),
      (message) => this.warn(message),
    );
    this.databaseStop = () => part.stop();
    return this.progress.step("Starting PostgreSQL", () => part.start());
  }

  /** What every process of the product is told. */
  private async environment(
    databaseUrl: string,
    portal: { port: number; url: string },
    { empty }: StartOptions,
  ): Promise<ProductEnvironment> {
    const { config, kind } = this;
    return {
      ...withoutSetup(process.env),
      NODE_ENV: kind === "development" ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: databaseUrl,
      SCP_DATA_DIR: config.dataDir,
      PORT: String(portal.port),
      SCP_PUBLIC_URL: portal.url,
      SCP_SESSION_SECRET: config.sessionSecret ?? (await labSessionSecret(config.dataDir)),
      SCP_LAB: kind === "production" ? "0" : "1",
      ...(kind === "production"
        ? {}
        : {
            SCP_LAB_CLOUD_PORT: String((await this.ports()).labCloud),
            SCP_LAB_EMPTY: empty ? "1" : "0",
          }),
    };
  }

  private ports(): Promise<InnerPorts> {
    this.innerPorts ??= innerPorts(inDataDir(this.config.dataDir, "run"), {
      labCloud: this.config.labCloudPort,
    });
    return this.innerPorts;
  }

  /** @returns the lab's machines that still have to be started: they join the portal, or nobody waits for them */
  private async startLabAndExecutives(record: RunRecord, env: ProductEnvironment): Promise<LabMachine[]> {
    const machines = this.kind === "production" ? [] : await this.startLab(record, env);
    const atOnce = machines.filter(({ token, holdsRole }) => token === null && holdsRole);
    await Promise.all([this.startExecutive(record, env), this.startMachines(record, env, atOnce)]);
    return machines.filter((machine) => !atOnce.includes(machine));
  }

  private async startLab(record: RunRecord, env: ProductEnvironment): Promise<LabMachine[]> {
    await this.progress.step("Starting the lab cloud", () =>
      this.startChild(record, {
        name: "lab-cloud",
        label: "the lab cloud",
        script: "bin/lab-cloud.ts",
        env,
        readyWithinMs: LAB_READY_WITHIN_MS,
      }),
    );
    // The lab wrote the servers. Before any executive runs: what is to join must not be hosted by another one first.
    return planLabMachines(env.DATABASE_URL, this.config.dataDir, this.localPortal(Number(env.PORT)));
  }

  private async startExecutive(record: RunRecord, env: ProductEnvironment): Promise<void> {
    await this.progress.step("Starting the executive", () =>
      this.startChild(record, {
        name: "executive",
        label: "the executive",
        script: "bin/executive.ts",
        env: { ...env, ...DOWNLOAD_PROCESS.env },
        execArgv: DOWNLOAD_PROCESS.execArgv,
        readyWithinMs: READY_WITHIN_MS,
      }),
    );
  }

  /** Servers with a process, a data folder and keys of their own; none of them is told how others reach the database. */
  private async startMachines(
    record: RunRecord,
    env: ProductEnvironment,
    machines: readonly LabMachine[],
  ): Promise<void> {
    if (machines.length === 0) return;
    const names = machines.map(({ fqdn }) => fqdn).join(" and ");
    await this.progress.step(`Starting ${names}`, () =>
      Promise.all(machines.map((machine) => this.startMachine(record, env, machine))),
    );
  }

  /** One that holds nothing is there a moment later; everything else need not share the processors with its start. */
  private startAfterwards(record: RunRecord, env: ProductEnvironment, machines: readonly LabMachine[]): void {
    for (const machine of machines)
      void this.startMachine(record, env, machine).catch((error: Error) => this.warn(error.message));
  }

  private startMachine(
    record: RunRecord,
    env: ProductEnvironment,
    { fqdn, token }: LabMachine,
  ): Promise<void> {
    const { DATABASE_URL: _database, SCP_SESSION_SECRET: _secret, ...rest } = env;
    const dataDir = machineFolder(this.config.dataDir, fqdn);
    return this.startChild(record, {
      name: path.basename(dataDir),
      label: `the executive of ${fqdn}`,
      script: "bin/executive.ts",
      args: ["--server", fqdn, ...(token ? ["--join", token] : [])],
      env: { ...rest, ...DOWNLOAD_PROCESS.env, SCP_DATA_DIR: dataDir },
      execArgv: DOWNLOAD_PROCESS.execArgv,
      readyWithinMs: READY_WITHIN_MS,
      endsForGoodWith: EXIT.revoked,
    });
  }

  private localPortal(port: number): string {
    return `http://${urlHost(listenAddresses(this.config.host)[0])}:${port}`;
  }

  private async startPortal(
    record: RunRecord,
    env: NodeJS.ProcessEnv,
    build: Build | undefined,
  ): Promise<void> {
    const output = build ? { SCP_NEXT_DIST_DIR: build.distDir } : {};
    await this.progress.step("Starting the portal", () =>
      this.startChild(record, {
        name: "portal",
        label: "the portal",
        script: "bin/portal.ts",
        env: { ...env, ...output, SCP_DEV: this.kind === "development" ? "1" : "0" },
        readyWithinMs: READY_WITHIN_MS,
      }),
    );
  }

  private async startChild(record: RunRecord, spec: Omit<ChildSpec, "cwd">): Promise<void> {
    this.aborting.signal.throwIfAborted();
    const child = new Child(
      { ...spec, script: path.join(ROOT, spec.script), cwd: ROOT },
      this.log(spec.name),
      (name, identity) => record.set(name, identity),
      (message) => this.warn(message),
    );
    this.stops.push(() => child.stop());
    await child.start();
  }

  private log(name: string): ProcessLog {
    return new ProcessLog(path.join(inDataDir(this.config.dataDir, "logs"), `${name}.log`));
  }

  private warn(message: string): void {
    if (!this.aborting.signal.aborted) this.progress.say(`  ! ${new Date().toLocaleTimeString()} ${message}`);
  }
}

/** A folder whose restore was interrupted may lack keys, which a start would make anew. */
async function refuseHalfRestored(dataDir: string): Promise<void> {
  const restore = await interruptedRestore(dataDir);
  if (!restore) return;
  throw new StartRefused(
    `A restore of site ${restore.siteCode} (${restore.createdAt}) into ${dataDir} was interrupted.\n` +
      "Call npm run restore again with the same arguments; it goes on where it was.",
  );
}

function urlHost(address = "127.0.0.1"): string {
  // A wildcard is an address to listen on, not one to ask.
  if (address === "0.0.0.0") return "127.0.0.1";
  if (address === "::") return "[::1]";
  return address.includes(":") ? `[${address}]` : address;
}

/** This version's schema, and the rows that every hierarchy has from the start. */
async function prepareDatabase(databaseUrl: string): Promise<void> {
  await migrateDatabase(databaseUrl);
  const { db, close } = openDatabase(databaseUrl, 1);
  await seedAzureEnvironments(db).finally(close);
}

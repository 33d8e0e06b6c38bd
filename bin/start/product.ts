import path from "node:path";
import type { StartConfig } from "@/lib/config";
import { seedAzureEnvironments } from "@/lib/connectivity/azure-environments";
import { openDatabase } from "@/lib/db/connection";
import { migrateDatabase } from "@/lib/db/migrate";
import { type Build, ensureBuild } from "./build";
import { Child } from "./child";
import type { Claim } from "./claim";
import { claimDataFolder, refuseHalfRestored } from "./claim-data-folder";
import { inDataDir, resetDataFolder } from "./data-folder";
import { DatabasePart } from "./database-part";
import { type ProductEnvironment, type ProductKind, productEnvironment } from "./environment";
import { type FirstRun, planFirstRun, runUnattended, type SetupNews, setupNews } from "./first-run";
import { waitForHealth } from "./health";
import { ROOT } from "./install.mjs";
import { type LabMachine, planLabMachines, startsWhen } from "./lab-machines";
import { executivePart, labCloudPart, machinePart, type PartSpec, portalPart } from "./part-specs";
import { findPortalPort, localPortal } from "./portal-port";
import { holdPort, type InnerPorts, innerPorts, listenAddresses } from "./ports";
import { ProcessLog } from "./process-log";
import type { Progress } from "./progress";
import { RunRecord } from "./run-record";
import { StartRefused } from "./start-refused";

const HEALTHY_WITHIN_MS = 60_000;

export interface RunningProduct extends SetupNews {
  url: string;
  dataDir: string;
  /** Page of the lab cloud, where there is one. */
  labUrl?: string;
}

export interface StartOptions {
  reset: boolean;
  /** The lab without its sample hierarchy. */
  empty: boolean;
  /** Path of a setup file for a hierarchy that is not there yet. */
  setupFile?: string;
}

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
    this.claim = await claimDataFolder(config.dataDir);
    await refuseHalfRestored(config.dataDir);
    const record = new RunRecord(inDataDir(config.dataDir, "run"));
    await record.endLeftovers();
    if (options.reset) await progress.step("Removing the old lab", () => resetDataFolder(config.dataDir));

    const addresses = listenAddresses(config.host);
    const port = await findPortalPort(this.kind, config.port, addresses, (line) => progress.say(line));
    const url = config.publicUrl ?? `http://localhost:${port}`;
    const releasePort = await holdPort(port, addresses);
    this.stops.push(releasePort);

    const build = this.build(record);
    const databaseUrl = this.startDatabase(record);
    const firstRun = databaseUrl.then((at) => this.planFirstRun(at, options));
    const environment = databaseUrl.then((at) => this.environment(at, { port, url }, options));
    const [machines] = await Promise.all([
      Promise.all([environment, firstRun]).then(([env]) => this.startLabAndExecutives(record, env)),
      Promise.all([build, environment]).then(async ([built, env]) => {
        await releasePort();
        await progress.step("Starting the portal", () =>
          this.startChild(record, portalPart(env, this.kind, built)),
        );
      }),
    ]);
    const starting = (when: ReturnType<typeof startsWhen>) =>
      machines.filter((machine) => startsWhen(machine) === when);
    await this.startMachines(record, await environment, starting("after the portal"));
    await progress.step("Waiting until all of it is healthy", () =>
      waitForHealth(localPortal(config.host, port), HEALTHY_WITHIN_MS, this.aborting.signal),
    );
    this.aborting.signal.throwIfAborted();
    const setup = await this.setUp(await firstRun, await environment);
    await this.claim.tell({ state: "running", url });
    this.startUnwaited(record, await environment, starting("last"));
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
  private async setUp(firstRun: FirstRun, env: ProductEnvironment): Promise<SetupNews> {
    if (firstRun.kind !== "unattended") return setupNews(firstRun);
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

  private async environment(
    databaseUrl: string,
    portal: { port: number; url: string },
    { empty }: StartOptions,
  ): Promise<ProductEnvironment> {
    const lab = this.kind === "production" ? null : { cloudPort: (await this.ports()).labCloud, empty };
    return productEnvironment(this.kind, this.config, { databaseUrl, ...portal }, lab);
  }

  private ports(): Promise<InnerPorts> {
    this.innerPorts ??= innerPorts(inDataDir(this.config.dataDir, "run"), {
      labCloud: this.config.labCloudPort,
    });
    return this.innerPorts;
  }

  /** @returns the lab's machines, of which those that hold the role run */
  private async startLabAndExecutives(record: RunRecord, env: ProductEnvironment): Promise<LabMachine[]> {
    const machines = this.kind === "production" ? [] : await this.startLab(record, env);
    const atOnce = machines.filter((machine) => startsWhen(machine) === "with the executive");
    await Promise.all([
      this.progress.step("Starting the executive", () => this.startChild(record, executivePart(env))),
      this.startMachines(record, env, atOnce),
    ]);
    return machines;
  }

  private async startLab(record: RunRecord, env: ProductEnvironment): Promise<LabMachine[]> {
    await this.progress.step("Starting the lab cloud", () => this.startChild(record, labCloudPart(env)));
    // The lab wrote the servers. Before any executive runs: what is to join must not be hosted by another one first.
    const { host, dataDir } = this.config;
    return planLabMachines(env.DATABASE_URL, dataDir, localPortal(host, env.PORT));
  }

  private async startMachines(
    record: RunRecord,
    env: ProductEnvironment,
    machines: readonly LabMachine[],
  ): Promise<void> {
    if (machines.length === 0) return;
    const names = machines.map(({ fqdn }) => fqdn).join(" and ");
    await this.progress.step(`Starting ${names}`, () =>
      Promise.all(machines.map((machine) => this.startChild(record, machinePart(env, machine)))),
    );
  }

  private startUnwaited(record: RunRecord, env: ProductEnvironment, machines: readonly LabMachine[]): void {
    for (const machine of machines)
      void this.startChild(record, machinePart(env, machine)).catch((error: Error) =>
        this.warn(error.message),
      );
  }

  private async startChild(record: RunRecord, spec: PartSpec): Promise<void> {
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

/** This version's schema, and the rows that every hierarchy has from the start. */
async function prepareDatabase(databaseUrl: string): Promise<void> {
  await migrateDatabase(databaseUrl);
  const { db, close } = openDatabase(databaseUrl, 1);
  await seedAzureEnvironments(db).finally(close);
}

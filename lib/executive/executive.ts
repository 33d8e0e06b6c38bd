import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import type { EventTopic } from "@/lib/db/events";
import { listen } from "@/lib/db/listen";
import type { ExecutiveMisfit } from "@/lib/db/schema";
import { failOrphanedCommands, finishCommand, type TakenCommand, takeCommands } from "./component-commands";
import type { ComponentDefinition, FileExchangeSettings } from "./component-thread";
import { EventHub } from "./event-hub";
import { type ExecutiveEnvironment, ServerEnvironment, serviceLogOf } from "./executive-environment";
import { forgetOldExecutives, reportExecutive, reportStopped } from "./executive-row";
import { misfitText } from "./find-misfit";
import { ServerHost } from "./server-host";
import {
  claimServers,
  endLeasesOfDeadProcesses,
  releaseServers,
  renewLeases,
  type ServerLease,
} from "./server-lease";
import { PerformanceSampler, recordPerformance } from "./server-performance";
import { ThreadReports } from "./thread-reports";
import { EXECUTIVE_TIMING, type ExecutiveTiming } from "./timing";

export interface ExecutiveOptions {
  connectionString: string;
  db: Database;
  /** Connections for leases and heartbeats, which threads that wait cannot use up; `db` when left out. */
  ownDb?: Database;
  clock: Clock;
  version: string;
  /** Folder that holds one installation folder per server, named for it. */
  serversDir: string;
  components: readonly ComponentDefinition[];
  /** Names of the servers to host; all that nobody else hosts when left out. */
  servers?: readonly string[];
  timing?: Partial<ExecutiveTiming>;
  /** Loopback and any port when left out: enough for servers that share one machine. */
  fileExchange?: FileExchangeSettings;
  /** Where transfer packages arrive; the folder below each server's installation folder when left out. */
  transferFolders?: readonly string[];
  /** Origin of the portal, for links in what is sent to people; left out: they say the path alone. */
  portalUrl?: string;
  /** Why no server may be hosted, looked at before each claim; left out: nothing forbids it. */
  findMisfit?(db: Database): Promise<ExecutiveMisfit | null>;
  /** Told what went wrong inside; the executive itself goes on. */
  onError(error: unknown): void;
}

const ON_THIS_MACHINE: FileExchangeSettings = { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" };

/** One executive process: hosts servers for as long as it holds their leases, and obeys commands for them. */
export class Executive {
  readonly id = randomUUID();
  private readonly environment: ExecutiveEnvironment;
  private readonly db: Database;
  private readonly hosts = new Map<string, ServerHost>();
  private readonly commandsInOrder = new Map<string, Promise<void>>();
  private readonly sampler = new PerformanceSampler();
  private readonly stopping = new AbortController();
  private loops: Promise<unknown> = Promise.resolve();
  private renewedAt = performance.now();
  private misfit: ExecutiveMisfit | null = null;
  private readonly startedAt: Date;
  /** Threads of lost servers that have not ended yet; until they have, no server is claimed (again). */
  private abandoned = 0;

  constructor(private readonly options: ExecutiveOptions) {
    this.db = options.ownDb ?? options.db;
    this.startedAt = options.clock.now();
    this.environment = {
      executiveId: this.id,
      connectionString: options.connectionString,
      db: options.db,
      clock: options.clock,
      timing: { ...EXECUTIVE_TIMING, ...options.timing },
      events: new EventHub(),
      reports: new ThreadReports(this.db),
      serversDir: options.serversDir,
      fileExchange: options.fileExchange ?? ON_THIS_MACHINE,
      transferFolders: options.transferFolders,
      portalUrl: options.portalUrl,
    };
  }

  /** Resolves when every free server has been claimed and its threads are started. */
  async start(): Promise<void> {
    const { events, timing } = this.environment;
    await this.judge();
    // A database of another schema may have no place for it.
    await this.beat().catch((error: unknown) => {
      if (!this.misfit) throw error;
      this.options.onError(error);
    });
    await forgetOldExecutives(this.db);
    const following = listen(
      this.options.connectionString,
      this.stopping.signal,
      (event) => events.announce(event.topic),
      () => events.announceAll(),
    );
    await this.claim();
    this.loops = Promise.all([
      following,
      this.repeat([], timing.heartbeatMs, () => this.beat()),
      this.repeat([], timing.heartbeatMs, () => this.claim()),
      this.repeat([], timing.heartbeatMs, () => this.fenceExpired()),
      this.repeat(["commands"], timing.heartbeatMs, () => this.obeyCommands()),
      this.repeat(["role"], timing.leaseMs, () => this.placeComponents()),
      this.repeat([], timing.sampleMs, () => this.measure()),
    ]);
  }

  /** Stops all threads, gives the servers back and says good-bye. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loops;
    await this.giveBack();
    await reportStopped(this.db, this.id);
  }

  private async giveBack(): Promise<void> {
    const hosts = [...this.hosts.values()];
    await Promise.all(hosts.map((host) => host.shutDown()));
    await releaseServers(
      this.db,
      hosts.map((host) => host.server.lease),
    );
    this.hosts.clear();
  }

  private async repeat(topics: readonly EventTopic[], everyMs: number, work: () => Promise<void>) {
    const subscription = this.environment.events.subscribe();
    while ((await subscription.wait(topics, everyMs, this.stopping.signal)) !== "stopped") {
      // A statement that fails while the database restarts is tried again at the next turn.
      await work().catch(this.options.onError);
    }
    subscription.close();
  }

  /** Says that the executive and its threads live. Waits for nothing but the database: leases depend on it. */
  private async beat(): Promise<void> {
    const { clock, reports } = this.environment;
    await this.renew();
    const { version, servers = [] } = this.options;
    const self = { id: this.id, version, servers, startedAt: this.startedAt };
    await reportExecutive(this.db, clock, self, this.misfit);
    const hosts = [...this.hosts.values()];
    await reports.heartbeat(hosts.flatMap((host) => host.reporting));
    await Promise.all(hosts.map((host) => host.forgiveFailures()));
  }

  /**
   * Without the database nobody renews for us: past its end the lease may be somebody else's. Apart from the beat,
   * which a database that is there and does not answer would hold up.
   */
  private async fenceExpired(): Promise<void> {
    if (performance.now() - this.renewedAt > this.environment.timing.leaseMs) this.fence(() => true);
  }

  private async renew(): Promise<void> {
    const askedAt = performance.now();
    const leases = [...this.hosts.values()].map((host) => host.server.lease);
    const kept = await renewLeases(this.db, leases, this.environment.timing.leaseMs);
    this.renewedAt = askedAt;
    this.fence((lease) => !kept.has(lease.serverId) && leases.includes(lease));
  }

  private fence(lost: (lease: ServerLease) => boolean): void {
    for (const [serverId, host] of this.hosts) {
      if (!lost(host.server.lease)) continue;
      this.hosts.delete(serverId);
      this.abandoned += 1;
      void host
        .abandon()
        .catch(this.options.onError)
        .finally(() => {
          this.abandoned -= 1;
        });
    }
  }

  private async claim(): Promise<void> {
    if (this.abandoned > 0) return;
    await this.judge();
    if (this.misfit) return this.giveBack();
    const { clock, timing } = this.environment;
    const { db } = this;
    await endLeasesOfDeadProcesses(db, hostname());
    const leases = await claimServers(db, this.id, this.options.servers ?? [], timing.leaseMs);
    await failOrphanedCommands(
      db,
      clock,
      leases.map((lease) => lease.serverId),
    );
    // Before their threads start: one of them reads it.
    await this.measure(leases).catch(this.options.onError);
    await Promise.all(leases.map((lease) => this.host(lease)));
  }

  /** The database may be brought to another version while this process runs. */
  private async judge(): Promise<void> {
    const { db, clock, serversDir } = this.environment;
    const misfit = (await this.options.findMisfit?.(db)) ?? null;
    const isNews = misfit && misfitText(misfit) !== (this.misfit && misfitText(this.misfit));
    this.misfit = misfit;
    if (!isNews) return;
    this.options.onError(new Error(misfitText(misfit)));
    const hosted = [...this.hosts.values()].map((host) => host.server.lease.fqdn);
    for (const fqdn of new Set([...hosted, ...(this.options.servers ?? [])]))
      serviceLogOf(serversDir, fqdn, clock).error(misfitText(misfit));
  }

  private async host(lease: ServerLease): Promise<void> {
    // The lease ran out while the database was away, and we were the first to claim it again.
    await this.hosts.get(lease.serverId)?.abandon();
    const host = new ServerHost(new ServerEnvironment(this.environment, lease), this.options.components);
    this.hosts.set(lease.serverId, host);
    try {
      await host.start();
    } catch (error) {
      this.hosts.delete(lease.serverId);
      await host.abandon();
      await releaseServers(this.db, [lease]);
      throw error;
    }
  }

  private async placeComponents(): Promise<void> {
    await Promise.all([...this.hosts.values()].map((host) => host.placeComponents()));
  }

  /** How busy this machine is, noted for the servers it hosts. */
  private async measure(leases = [...this.hosts.values()].map((host) => host.server.lease)): Promise<void> {
    const { db, clock, serversDir } = this.environment;
    if (leases.length === 0) return;
    await mkdir(serversDir, { recursive: true });
    await recordPerformance(db, leases, await this.sampler.sample(serversDir, clock.now()));
  }

  private async obeyCommands(): Promise<void> {
    for (const command of await takeCommands(this.db, this.id)) {
      // A query answers at once, also while a stop is under way; that is what it is for.
      if (command.operation === "query") void this.obey(command);
      else this.obeyInOrder(command);
    }
  }

  private obeyInOrder(command: TakenCommand): void {
    const key = `${command.serverId}/${command.component}`;
    const turn = (this.commandsInOrder.get(key) ?? Promise.resolve()).then(() => this.obey(command));
    this.commandsInOrder.set(key, turn);
    void turn.then(() => {
      if (this.commandsInOrder.get(key) === turn) this.commandsInOrder.delete(key);
    });
  }

  private async obey(command: TakenCommand): Promise<void> {
    const { clock } = this.environment;
    try {
      const outcome = await this.hosts.get(command.serverId)?.operate(command.component, command.operation);
      // No host: the server was lost since, and its new owner ends the command.
      if (outcome) await finishCommand(this.db, clock, command, outcome);
    } catch (error) {
      this.options.onError(error);
    }
  }
}

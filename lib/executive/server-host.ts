import type { ComponentDefinition, ComponentName } from "./component-thread";
import type { ServerEnvironment } from "./executive-environment";
import type { ComponentOperation, ComponentState } from "./model";
import { componentsFor, findServerPlace } from "./place-components";
import { SupervisedThread } from "./supervised-thread";
import type { Reporting, ThreadSnapshot } from "./thread-reports";

/** What a command left behind: the component's state, or why it was not obeyed. */
export type OperationOutcome =
  | { ok: true; state: ComponentState }
  | {
      ok: false;
      code: "component-not-found" | "component-not-stopped" | "component-did-not-stop" | "executive-stopped";
    };

/**
 * SMS_EXECUTIVE of one server: its threads, and itself as the component that stops and starts them all. The
 * process that hosts it stays reachable when it is stopped, as the service control manager does.
 */
export class ServerHost {
  private readonly threads = new Map<ComponentName, SupervisedThread>();
  private readonly self: ExecutiveComponent;
  /** The server is given up: whatever is still under way here starts no thread any more. */
  private leaving = false;

  constructor(
    readonly server: ServerEnvironment,
    private readonly components: readonly ComponentDefinition[],
  ) {
    this.self = new ExecutiveComponent(server);
  }

  /** Everything that owes a heartbeat. */
  get reporting(): readonly Reporting[] {
    return [this.self, ...this.threads.values()];
  }

  async start(): Promise<void> {
    await this.self.enter("starting");
    await this.placeComponents();
    await this.self.enter("running");
  }

  /** Brings the threads in line with the roles this server has now. */
  async placeComponents(): Promise<void> {
    const { db } = this.server.executive;
    const place = await findServerPlace(db, this.server.lease.serverId);
    if (this.leaving) return;
    const wanted = componentsFor(place, this.components);
    const gone = [...this.threads.values()].filter((thread) => !wanted.includes(thread.definition));
    await Promise.all(
      gone.map(async (thread) => {
        await thread.stop();
        this.threads.delete(thread.definition.name);
      }),
    );
    const added = wanted.filter((definition) => !this.threads.has(definition.name));
    for (const definition of added) {
      this.threads.set(definition.name, new SupervisedThread(definition, this.server));
    }
    if (this.leaving || this.self.state === "stopped") return;
    await Promise.all(added.map((definition) => this.threads.get(definition.name)?.start()));
  }

  async operate(component: string, operation: ComponentOperation): Promise<OperationOutcome> {
    if (component === "SMS_EXECUTIVE") return this.operateExecutive(operation);
    const thread = this.threads.get(component as ComponentName);
    if (!thread) return { ok: false, code: "component-not-found" };
    const mayStart = () =>
      !this.leaving && (this.self.state !== "stopped" || thread.definition.ownService === true);
    switch (operation) {
      case "query":
        return { ok: true, state: thread.snapshot().state };
      case "stop":
        return stopped(await thread.stop());
      case "start":
        if (!mayStart()) return { ok: false, code: "executive-stopped" };
        return started(await thread.start());
      case "restart": {
        if (!mayStart()) return { ok: false, code: "executive-stopped" };
        const stop = stopped(await thread.stop());
        if (!stop.ok) return stop;
        return mayStart() ? started(await thread.start()) : { ok: false, code: "executive-stopped" };
      }
    }
  }

  /** Ends all threads of the server, services of their own included: the process goes down. */
  async shutDown(): Promise<void> {
    this.leaving = true;
    await Promise.all([...this.threads.values()].map((thread) => thread.stop()));
    await this.self.enter("stopping");
    await this.self.enter("stopped");
    await this.server.packageLines.flush();
  }

  /** The lease was lost: the server may belong to another executive by now. */
  async abandon(): Promise<void> {
    this.leaving = true;
    this.server.serviceLog.warning(`The lease of ${this.server.lease.fqdn} was lost; all threads end here.`);
    await Promise.all([...this.threads.values()].map((thread) => thread.abandon()));
  }

  async forgiveFailures(): Promise<void> {
    await Promise.all([...this.threads.values()].map((thread) => thread.forgiveFailures()));
  }

  private async operateExecutive(operation: ComponentOperation): Promise<OperationOutcome> {
    switch (operation) {
      case "query":
        return { ok: true, state: this.self.state };
      case "stop":
        return this.stopThreads();
      case "start":
        if (this.self.state !== "stopped") return { ok: false, code: "component-not-stopped" };
        return this.startThreads();
      case "restart": {
        const stop = await this.stopThreads();
        return stop.ok ? this.startThreads() : stop;
      }
    }
  }

  private async stopThreads(): Promise<OperationOutcome> {
    if (this.self.state === "stopped") return { ok: true, state: "stopped" };
    await this.self.enter("stopping");
    const states = await Promise.all(this.dependentThreads.map((thread) => thread.stop()));
    await this.self.enter("stopped");
    return states.every((state) => state === "stopped")
      ? { ok: true, state: "stopped" }
      : { ok: false, code: "component-did-not-stop" };
  }

  private async startThreads(): Promise<OperationOutcome> {
    await this.self.enter("starting");
    await this.placeComponents();
    if (this.leaving) return { ok: false, code: "executive-stopped" };
    await Promise.all(this.dependentThreads.map((thread) => thread.start()));
    await this.self.enter("running");
    return { ok: true, state: "running" };
  }

  private get dependentThreads(): SupervisedThread[] {
    return [...this.threads.values()].filter((thread) => !thread.definition.ownService);
  }
}

/** The row of SMS_EXECUTIVE itself. */
class ExecutiveComponent implements Reporting {
  state: ComponentState = "stopped";
  private startedAt: Date | null = null;
  private stoppedAt: Date | null = null;

  constructor(private readonly server: ServerEnvironment) {}

  async enter(state: ComponentState): Promise<void> {
    const { clock, reports } = this.server.executive;
    this.state = state;
    if (state === "running") this.startedAt = clock.now();
    if (state === "stopped") this.stoppedAt = clock.now();
    this.server.serviceLog.info(SERVICE_LINES[state]);
    await reports.changed(this).catch(() => {
      // The database is restarting; the next heartbeat carries the state.
    });
  }

  snapshot(): ThreadSnapshot {
    return {
      lease: this.server.lease,
      component: "SMS_EXECUTIVE",
      state: this.state,
      type: 0,
      threadId: this.server.serviceThreadId,
      startedAt: this.startedAt,
      stoppedAt: this.stoppedAt,
      // Its heartbeat says that the hosting process listens, which it also does while the service is stopped.
      heartbeatAt: this.server.executive.clock.now(),
      nextScheduledAt: null,
      lastError: null,
    };
  }
}

const SERVICE_LINES = {
  starting: "SMS_EXECUTIVE is starting.",
  running: "SMS_EXECUTIVE started.",
  stopping: "SMS_EXECUTIVE was signalled to stop.",
  stopped: "SMS_EXECUTIVE stopped.",
  failed: "SMS_EXECUTIVE failed.",
} as const satisfies Record<ComponentState, string>;

const stopped = (state: ComponentState): OperationOutcome =>
  state === "stopped" ? { ok: true, state } : { ok: false, code: "component-did-not-stop" };

const started = (outcome: "running" | "component-not-stopped"): OperationOutcome =>
  outcome === "running" ? { ok: true, state: "running" } : { ok: false, code: outcome };

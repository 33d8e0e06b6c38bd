import { Second } from "@/lib/clock";
import type { StatusReporter } from "@/lib/status/status-messages";
import { FencedError, RoleMovedError } from "./as-owner";
import type { ComponentDefinition, ThreadContext } from "./component-thread";
import { errorText } from "./error-text";
import { nextThreadId, type ServerEnvironment } from "./executive-environment";
import type { ComponentState } from "./model";
import { holdRole, readHolderToken } from "./role-holding";
import { holdLease } from "./server-lease";
import { ThreadAnnouncer } from "./thread-announcer";
import type { ThreadSnapshot } from "./thread-reports";
import { assertMayFollow, isLive, mayFollow } from "./thread-states";
import { restartDelay } from "./timing";

/** *Next run* in Component Status is as exact as this. */
const NEXT_RUN_TOLERANCE_MS = 10 * Second.ms;

/** One start of the component's code. `settled` resolves when that code has really ended. */
interface Run {
  threadId: number;
  abort: AbortController;
  reporter: StatusReporter;
  settled: Promise<void>;
}

/**
 * A component's thread under supervision: started, stopped, started again when it ends by itself. Its states and
 * their order are in `thread-states.ts`. Only one run exists at a time; while a run has not really ended, not even
 * a failed one, no other is started.
 */
export class SupervisedThread {
  private state: ComponentState = "stopped";
  private run: Run | undefined;
  private startedAt: Date | null = null;
  private stoppedAt: Date | null = null;
  private nextScheduledAt: Date | null = null;
  private lastError: string | null = null;
  private failures = 0;
  /** The present run has lasted long enough to forget failures before it, of this process or an earlier one. */
  private provedWell = false;
  private abandoned = false;
  private restartTimer: NodeJS.Timeout | undefined;
  private inOrder: Promise<unknown> = Promise.resolve();

  private readonly announcer: ThreadAnnouncer;

  constructor(
    readonly definition: ComponentDefinition,
    private readonly server: ServerEnvironment,
  ) {
    this.announcer = new ThreadAnnouncer(definition.name, server);
  }

  snapshot(): ThreadSnapshot {
    return {
      lease: this.server.lease,
      component: this.definition.name,
      state: this.state,
      type: this.definition.type,
      threadId: this.run?.threadId ?? null,
      startedAt: this.startedAt,
      stoppedAt: this.stoppedAt,
      heartbeatAt: isLive(this.state) ? this.clock.now() : null,
      nextScheduledAt: this.nextScheduledAt,
      lastError: this.lastError,
    };
  }

  /** @returns `running`, or `component-not-stopped` when the thread, or what is left of it, still runs */
  start(): Promise<"running" | "component-not-stopped"> {
    return this.ordered(async () => {
      if (this.abandoned || this.run || !mayFollow(this.state, "starting")) return "component-not-stopped";
      clearTimeout(this.restartTimer);
      await this.begin();
      return "running";
    });
  }

  /** @returns the state it came to: `failed` when the thread did not end within its grace time */
  stop(): Promise<ComponentState> {
    return this.ordered(async () => {
      clearTimeout(this.restartTimer);
      if (this.run && this.state === "running") await this.end(this.run);
      else if (this.state === "failed" && !this.run) {
        await this.enter("stopped");
        await this.forgetFailures();
      }
      return this.state;
    });
  }

  /** The server now belongs to another executive: end at once and report nothing more. */
  async abandon(): Promise<void> {
    this.abandoned = true;
    clearTimeout(this.restartTimer);
    const run = this.run;
    if (!run) return;
    this.state = "stopping";
    run.abort.abort();
    await run.settled;
  }

  /** Called with each heartbeat. */
  async forgiveFailures(): Promise<void> {
    if (this.provedWell || this.state !== "running" || !this.startedAt) return;
    if (this.clock.now().getTime() - this.startedAt.getTime() < this.timing.stableAfterMs) return;
    this.provedWell = true;
    await this.forgetFailures();
  }

  private async forgetFailures(): Promise<void> {
    this.failures = 0;
    this.lastError = null;
    await this.announcer.recovered();
  }

  private async begin(): Promise<void> {
    const threadId = nextThreadId();
    const context = this.context(threadId);
    this.startedAt = this.clock.now();
    this.nextScheduledAt = null;
    this.announcer.starting(threadId);
    await this.enter("starting");
    await this.announcer.started(context.thread);
    if (this.abandoned) {
      context.close();
      return;
    }
    const run: Run = {
      threadId,
      abort: context.abort,
      reporter: context.thread,
      settled: Promise.resolve(),
    };
    this.run = run;
    this.provedWell = false;
    // The code begins a microtask later, when the state already says so: it may end before it first waits.
    run.settled = this.takeRole(context.thread)
      .then(() => this.definition.run(context.thread))
      .then(
        () => this.ended(run, undefined),
        (error: unknown) => this.ended(run, error),
      )
      .finally(context.close);
    await this.enter("running");
  }

  /** What a thread of the role writes counts only for the holding it began with. */
  private async takeRole(thread: ThreadContext): Promise<void> {
    if (this.definition.runsOn !== "service-connection-point") return;
    const token = await readHolderToken(this.executive.db, thread.serverId);
    thread.holdsRole = async (tx) => token !== null && (await holdRole(tx, thread.serverId, token));
  }

  private async end(run: Run): Promise<void> {
    this.announcer.stopping(run.threadId);
    const entered = this.enter("stopping");
    // At once, not after the state is written: a run that ends meanwhile by itself must count as asked to.
    run.abort.abort();
    await entered;
    if (await within(run.settled, this.timing.stopGraceMs)) return;
    this.lastError = `The thread did not stop within ${this.timing.stopGraceMs / 1_000} s.`;
    await this.enter("failed");
    await this.announcer.didNotStop(this.lastError);
  }

  /** The component's code has ended, asked to or not. */
  private async ended(run: Run, error: unknown): Promise<void> {
    this.run = undefined;
    this.nextScheduledAt = null;
    this.stoppedAt = this.clock.now();
    if (error instanceof RoleMovedError && !this.abandoned && !run.abort.signal.aborted)
      return this.endedWithoutRole(run);
    if (this.abandoned || (error instanceof FencedError && !(error instanceof RoleMovedError))) {
      // The other executive reports about this component now.
      this.abandoned = true;
      this.state = "stopped";
      return;
    }
    if (run.abort.signal.aborted) {
      const hadFailed = this.failures > 0 || this.state === "failed";
      await this.enter("stopped");
      await this.announcer.stopped(run.reporter);
      if (hadFailed) await this.forgetFailures();
      return;
    }
    this.failures += 1;
    this.lastError = error === undefined ? "The thread ended by itself." : errorText(error);
    const delayMs = restartDelay(this.timing, this.failures);
    this.restartTimer = setTimeout(() => void this.start(), delayMs);
    await this.enter("failed");
    await this.announcer.stoppedUnexpectedly(run.reporter, this.lastError, delayMs);
  }

  /** No failure. Should the server get the role back before its threads are placed anew, the thread begins again. */
  private async endedWithoutRole(run: Run): Promise<void> {
    this.announcer.roleMoved();
    await this.enter("stopping");
    await this.enter("stopped");
    await this.announcer.stopped(run.reporter);
    this.restartTimer = setTimeout(() => void this.start(), this.timing.restartDelayMs);
  }

  private async enter(state: ComponentState): Promise<void> {
    assertMayFollow(this.state, state);
    this.state = state;
    if (state === "running" && this.failures === 0) this.lastError = null;
    await this.executive.reports.changed(this).catch(() => {
      // The database is restarting; the next heartbeat carries the state.
    });
  }

  private context(threadId: number) {
    const { executive, lease, installDir } = this.server;
    const abort = new AbortController();
    const subscription = executive.events.subscribe();
    const thread: ThreadContext = {
      component: this.definition.name,
      threadId,
      serverId: lease.serverId,
      serverFqdn: lease.fqdn,
      siteCode: lease.siteCode,
      installDir,
      connectionString: executive.connectionString,
      db: executive.db,
      clock: executive.clock,
      signal: abort.signal,
      log: this.server.log(this.definition.logFile, this.definition.name, threadId),
      logTo: (fileName) => this.server.log(fileName, this.definition.name, threadId),
      fileExchange: executive.fileExchange,
      transferFolders: executive.transferFolders,
      portalUrl: executive.portalUrl,
      ownsServer: (tx) => holdLease(tx, lease),
      setNextScheduled: async (at) => {
        const told = this.nextScheduledAt;
        if (isNearly(told, at)) return;
        this.nextScheduledAt = at;
        await executive.reports.changed(this);
      },
      wait: (topics, timeoutMs) => subscription.wait(topics, timeoutMs, abort.signal),
    };
    return { thread, abort, close: () => subscription.close() };
  }

  private ordered<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.inOrder.then(work);
    this.inOrder = turn.catch(() => {});
    return turn;
  }

  private get executive() {
    return this.server.executive;
  }
  private get clock() {
    return this.server.executive.clock;
  }
  private get timing() {
    return this.server.executive.timing;
  }
}

/** Threads that look at every event would otherwise report a time that moves on by moments as often. */
const isNearly = (a: Date | null, b: Date | null): boolean =>
  a === null || b === null ? a === b : Math.abs(a.getTime() - b.getTime()) < NEXT_RUN_TOLERANCE_MS;

/** Whether `work` settles within `ms`. */
async function within(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

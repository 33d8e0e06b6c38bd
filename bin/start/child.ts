import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { identify, type ProcessIdentity } from "./process-identity";
import type { ProcessLog } from "./process-log";

/** A part of the product that answers a signal within 4 s; what needs longer is killed. */
const STOP_WITHIN_MS = 4_500;
const FIRST_BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 30_000;
/** A part that ran this long was healthy; its next end starts counting anew. */
const HEALTHY_AFTER_MS = 60_000;

export interface ChildSpec {
  /** Names its log. */
  name: string;
  /** As a person reads it: `the executive`. */
  label: string;
  /** Absolute path of the TypeScript file. */
  script: string;
  args?: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Flags for Node, beside those every part has. */
  execArgv?: readonly string[];
  readyWithinMs: number;
  /** Exit code of a part that is not to be started again. */
  endsForGoodWith?: number;
}

/** Called with the identity at every start of the process, and with undefined at its end. */
export type OnIdentity = (name: string, identity: ProcessIdentity | undefined) => void;

/** How long to wait before the `attempt`-th restart in a row, counted from 1. */
export function backOffMs(attempt: number): number {
  return Math.min(FIRST_BACK_OFF_MS * 2 ** (attempt - 1), LONGEST_BACK_OFF_MS);
}

/** A process of the product: started, restarted with back-off when it dies, stopped. */
export class Child {
  private process: ChildProcess | undefined;
  private stopping = false;
  private attempt = 0;

  constructor(
    private readonly spec: ChildSpec,
    private readonly log: ProcessLog,
    private readonly onIdentity: OnIdentity,
    private readonly warn: (message: string) => void,
  ) {}

  /**
   * Starts it and waits until it says that it is ready; from then on it is kept running.
   * @throws Error with the end of its log when it ends or stays silent instead
   */
  async start(): Promise<void> {
    try {
      await this.launch();
    } catch (error) {
      if (this.process?.exitCode !== this.spec.endsForGoodWith || this.process?.exitCode === null)
        throw error;
      this.warn((error as Error).message);
      return;
    }
    this.keepRunning(Date.now());
  }

  /** Asks it to end, and ends it if it does not. */
  async stop(): Promise<void> {
    this.stopping = true;
    const running = this.process;
    if (!running || hasEnded(running)) return;
    const gone = new Promise<true>((resolve) => running.once("exit", () => resolve(true)));
    running.kill("SIGTERM");
    if (await Promise.race([gone, delay(STOP_WITHIN_MS, false, { ref: false })])) return;
    killGroup(running);
    await gone;
  }

  private async launch(): Promise<void> {
    const { name, label, script, args = [], cwd, env, execArgv = [], readyWithinMs } = this.spec;
    const child = fork(script, args, {
      cwd,
      env,
      execArgv: ["--import", "tsx", ...execArgv],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // Its own group: Ctrl-C in the terminal must reach the supervisor only, which stops the parts in order.
      detached: true,
    });
    this.process = child;
    child.stdout?.on("data", (chunk: Buffer) => this.log.write(chunk));
    child.stderr?.on("data", (chunk: Buffer) => this.log.write(chunk));
    if (child.pid) this.onIdentity(name, identify(child.pid));
    child.once("exit", () => this.onIdentity(name, undefined));

    const outcome = await Promise.race([
      new Promise<"ready">((resolve) => {
        child.on("message", (message) => {
          if ((message as { type?: unknown } | null)?.type === "ready") resolve("ready");
        });
      }),
      new Promise<string>((resolve) => {
        child.once("error", (error) => resolve(error.message));
        child.once("exit", (code, signal) => resolve(`it ended (${signal ?? `exit ${code}`})`));
      }),
      delay(readyWithinMs, `it was not ready after ${readyWithinMs / 1_000} s`, { ref: false }),
    ]);
    if (outcome === "ready") return;
    if (!hasEnded(child)) killGroup(child);
    throw new Error(`${label} did not start: ${outcome}.\n${this.log.tail()}\nIts log: ${this.log.file}`);
  }

  private keepRunning(since: number): void {
    this.process?.once("exit", (code, signal) => {
      if (this.stopping) return;
      if (code !== null && code === this.spec.endsForGoodWith) {
        this.warn(`${this.spec.label} ended for good. Its log: ${this.log.file}`);
        return;
      }
      if (Date.now() - since > HEALTHY_AFTER_MS) this.attempt = 0;
      void this.restart(`ended (${signal ?? `exit ${code}`})`);
    });
  }

  private async restart(why: string): Promise<void> {
    this.attempt++;
    const waitMs = backOffMs(this.attempt);
    this.warn(`${this.spec.label} ${why}; it starts again in ${waitMs / 1_000} s. Its log: ${this.log.file}`);
    await delay(waitMs);
    if (this.stopping) return;
    try {
      await this.launch();
    } catch (error) {
      if (this.stopping) return;
      this.log.write(`${(error as Error).message}\n`);
      return this.restart("did not start");
    }
    if (this.stopping) return this.stop();
    this.warn(`${this.spec.label} runs again`);
    this.keepRunning(Date.now());
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group ended in between.
    child.kill("SIGKILL");
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

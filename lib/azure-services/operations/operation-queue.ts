import { earliest, Minute } from "@/lib/clock";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { isTransient } from "@/lib/executive/is-transient";
import type { SealingKey } from "@/lib/secrets/seal";
import type { SignIns } from "../sign-in/sign-ins";
import { OPERATION_KINDS } from "./kinds";
import type { OperationRow } from "./model";
import { moveOperation, readOpenOperations } from "./operation-store";
import { runOperation } from "./run-operation";

/** Operations that are worked at the same time; one that waits for a date or an administrator is none of them. */
const AT_ONCE = 8;
/** A stopped operation whose administrator does not come back is undone while his tokens still do it. */
const STOPPED_KEPT_MS = 10 * Minute.ms;

const REST_AFTER_FAULT_MS = Minute.ms;

interface Running {
  giveUp: AbortController;
  done: Promise<void>;
}

/** The operations in the hands of SMS_CLOUDCONNECTION. */
export class OperationQueue {
  private readonly running = new Map<string, Running>();
  /** Sign-ins that an operation was asked for with, and those of operations that are not over. */
  private readonly usedSignIns = new Set<string>();
  private neededSignIns: ReadonlySet<string> = new Set();
  /** Operations that ended by a fault of this product: not begun again before. */
  private readonly restUntil = new Map<string, Date>();
  private failure: unknown;
  private next: Date | null = null;

  constructor(
    private readonly worker: {
      thread: ThreadContext;
      key: SealingKey & { fingerprint: string };
      signIns: SignIns;
    },
  ) {}

  /** When the next of them may go on; null when none waits for a date. */
  nextAt(): Date | null {
    return this.next;
  }

  /** Sign-ins that must last as long as their operations. */
  signInsInUse(): ReadonlySet<string> {
    return this.neededSignIns;
  }

  /** Takes up what may go on, and tells what runs that somebody undoes it. @throws what ended a run but not its step */
  async look(): Promise<void> {
    if (this.failure) throw this.failure;
    const { thread } = this.worker;
    const now = thread.clock.now();
    const open = await readOpenOperations(thread.db);
    const dates: Date[] = [];
    for (const row of open) {
      if (row.state === "undoing") this.running.get(row.id)?.giveUp.abort();
      const waits = this.waitsUntil(row, now);
      // Also of one that has only just written its date, and is about to end.
      if (waits) dates.push(waits);
      if (this.running.has(row.id)) continue;
      if (row.state === "stopped") await this.undoIfForgotten(row, now);
      const isDue = row.state === "waiting" || row.state === "running" || row.state === "undoing";
      if (isDue && !waits && this.running.size < AT_ONCE) this.start(row);
    }
    this.next = earliest(...dates);
    await this.closeUsedSignIns(open);
  }

  /** Resolves when nothing of them runs any more. */
  async ended(): Promise<void> {
    for (const { giveUp } of this.running.values()) giveUp.abort();
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  private start(row: OperationRow): void {
    const kind = OPERATION_KINDS.find((one) => one.kind === row.kind);
    if (!kind) throw new Error(`No operation is called ${row.kind}`);
    const { thread, key, signIns } = this.worker;
    const giveUp = new AbortController();
    const signal = AbortSignal.any([thread.signal, giveUp.signal]);
    const administratorOf = ({ signInId }: OperationRow) => signIns.sessionOf(signInId);
    const done = runOperation({ thread, key, administratorOf }, kind, row, signal)
      .catch((error: unknown) => {
        if (thread.signal.aborted) return;
        if (isTransient(error)) this.failure = error;
        else thread.log.error(`${kind.title}: ${errorText(error)}. Operation ${row.id}`);
        this.restUntil.set(row.id, new Date(thread.clock.now().getTime() + REST_AFTER_FAULT_MS));
      })
      .finally(() => this.running.delete(row.id));
    this.running.set(row.id, { giveUp, done });
  }

  private waitsUntil({ id, state, notBefore }: OperationRow, now: Date): Date | null {
    const rest = this.restUntil.get(id);
    if (rest && rest > now) return rest;
    return notBefore && notBefore > now && state === "running" ? notBefore : null;
  }

  private async undoIfForgotten({ id, requestedAt, steps }: OperationRow, now: Date): Promise<void> {
    const stoppedAt = steps.reduce(
      (last, { finishedAt }) => (finishedAt && finishedAt > last ? finishedAt : last),
      "",
    );
    const since = stoppedAt ? new Date(stoppedAt) : requestedAt;
    if (now.getTime() - since.getTime() < STOPPED_KEPT_MS) return;
    await asOwner(this.worker.thread, (tx) => moveOperation(tx, id, "stopped", "undoing"));
  }

  /** An administrator signs in for what he asked; once that is over his tokens are forgotten. */
  private async closeUsedSignIns(open: readonly OperationRow[]): Promise<void> {
    const needed = new Set(open.flatMap(({ signInId }) => signInId ?? []));
    this.neededSignIns = needed;
    for (const id of needed) this.usedSignIns.add(id);
    for (const id of this.usedSignIns) {
      if (needed.has(id)) continue;
      await this.worker.signIns.close(id);
      this.usedSignIns.delete(id);
    }
  }
}

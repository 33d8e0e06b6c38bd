import type { AdministratorSession } from "@/lib/azure/administrator-session";
import { type Azure, openAzure } from "@/lib/azure/azure";
import { CloudRefusedError } from "@/lib/connectivity/cloud-client";
import type { Database } from "@/lib/db/connection";
import type { AzureStep } from "@/lib/db/schema";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { isTransient } from "@/lib/executive/is-transient";
import { type SealingKey, seal, unseal } from "@/lib/secrets/seal";
import { failureOf, UNEXPECTED } from "./failure-of";
import type { AnyOperationKind, OperationRow, OperationState, OperationStep, StepContext } from "./model";
import {
  type MoveColumns,
  moveOperation,
  type ProgressColumns,
  readOperation,
  writeProgress,
} from "./operation-store";

/** What the worker of SMS_CLOUDCONNECTION lends to an operation. */
export interface OperationWorker {
  thread: ThreadContext;
  key: SealingKey & { fingerprint: string };
  /** The administrator who signed in for it, as long as this process holds his tokens. */
  administratorOf(operation: OperationRow): AdministratorSession | null;
}

type Facts = Record<string, unknown>;

/** The portal moved the operation on while a step ran: the step's result counts, its successor does not begin. */
class MovedElsewhere extends Error {
  override name = "MovedElsewhere";
}

/**
 * Works an operation from where it stands until it is over, waits for somebody, or must not go on yet. Every step
 * leaves its note before the next begins; killed anywhere and called again, it goes on with the step it was in.
 * @param signal aborts when the thread stops, or when somebody undoes the operation
 */
export async function runOperation(
  worker: OperationWorker,
  kind: AnyOperationKind,
  operation: OperationRow,
  signal: AbortSignal,
): Promise<void> {
  const { thread } = worker;
  let azure: Azure | undefined;
  try {
    azure = await openAzure(thread, operation.environmentId, { signal: thread.signal });
    await new OperationRun(worker, kind, operation, azure, signal).go();
  } catch (error) {
    if (error instanceof FencedError || thread.signal.aborted) throw error;
    // Offline, or the role is gone: what is begun waits until the cloud may be asked again.
    if (error instanceof CloudRefusedError) return;
    throw error;
  } finally {
    await azure?.close();
  }
}

class OperationRun {
  private readonly steps: readonly OperationStep<unknown, Facts>[];

  constructor(
    private readonly worker: OperationWorker,
    private readonly kind: AnyOperationKind,
    private row: OperationRow,
    private readonly azure: Azure,
    private readonly signal: AbortSignal,
  ) {
    this.steps = kind.steps;
  }

  async go(): Promise<void> {
    try {
      if (this.row.state === "undoing") return await this.undo();
      if (this.row.state === "waiting") await this.begin();
      for (const step of this.steps) {
        if (this.isBehind(step)) continue;
        if (!(await this.attempt(step))) return;
      }
      await this.end("complete");
    } catch (error) {
      if (!(error instanceof MovedElsewhere)) throw error;
      await this.refresh();
      if (this.row.state === "undoing") await this.undo();
    }
  }

  private async begin(): Promise<void> {
    await this.write((tx) => this.move(tx, "running", { startedAt: this.now() }));
    this.log.info(`${this.kind.title} begins. Operation ${this.row.id}`);
  }

  private async end(state: "complete" | "failed"): Promise<void> {
    const sealed = state === "complete" && this.kind.keepsSecret ? this.row.sealed : null;
    await this.write(async (tx) => {
      await this.move(tx, state, { finishedAt: this.now(), sealed, notBefore: null });
      if (state === "failed") await this.kind.withdraw?.(tx, this.row);
    });
    this.log.info(
      `${this.kind.title} ${state === "complete" ? "is complete" : "was undone"}. Operation ${this.row.id}`,
    );
  }

  /** @returns false when the operation is taken up again later, or is over */
  private async attempt(step: OperationStep<unknown, Facts>): Promise<boolean> {
    const context = this.contextOf(step, this.signal);
    const notBefore = step.notBefore?.(context) ?? null;
    if (notBefore && notBefore > this.now()) {
      await this.write((tx) => this.progress(tx, ["running"], { notBefore }));
      return false;
    }
    if (step.needsAdministrator && !context.administrator) {
      await this.write((tx) => this.move(tx, "sign-in-needed"));
      this.log.warning(`${this.kind.title} needs an administrator who signs in. Operation ${this.row.id}`);
      return false;
    }
    await this.write((tx) => this.progress(tx, ["running"], { steps: this.marked(step, "running") }));
    try {
      const learned = (await step.run(context)) ?? {};
      // Kept even when somebody undoes the operation meanwhile: it names what is to be undone.
      await this.write((tx) => this.progress(tx, ["running", "undoing"], { facts: learned }));
      await this.write(async (tx) => {
        await this.progress(tx, ["running"], { steps: this.marked(step, "done") });
        await step.commit?.(tx, this.contextOf(step, this.signal));
      });
      return true;
    } catch (error) {
      this.throwUnlessAboutTheStep(error);
      return this.failed(step, error);
    }
  }

  private async failed(step: OperationStep<unknown, Facts>, error: unknown): Promise<boolean> {
    const { code, params } = failureOf(error) ?? UNEXPECTED;
    this.log.error(`${this.kind.title}: ${step.id} failed: ${said(error)}. Operation ${this.row.id}`);
    await this.write((tx) => this.progress(tx, ["running"], { steps: this.marked(step, "failed") }));
    if (this.isPastReturn()) {
      await this.leaveBehind(step);
      return true;
    }
    const to = this.kind.onFailure === "undo" ? "undoing" : "stopped";
    await this.write((tx) => this.move(tx, to, { failureCode: code, failureParams: params }));
    if (to === "undoing") await this.undo();
    return false;
  }

  /** From the last step back to the point of no return or the first; what cannot be taken back is named. */
  private async undo(): Promise<void> {
    const isPast = this.isPastReturn();
    for (const step of [...this.steps].reverse()) {
      if (isPast && step.pointOfNoReturn) break;
      const state = this.stateOf(step);
      if (state === "undone" || (state === "waiting" && !isPast)) continue;
      await this.takeBack(step, isPast);
    }
    await this.end(isPast ? "complete" : "failed");
  }

  private async takeBack(step: OperationStep<unknown, Facts>, isPast: boolean): Promise<void> {
    const context = this.contextOf(step, this.worker.thread.signal);
    const nobody = step.needsAdministrator === true && !context.administrator;
    try {
      if (isPast || (nobody && step.undo)) await this.leaveBehind(step);
      else await step.undo?.(context);
    } catch (error) {
      this.throwUnlessAboutTheStep(error);
      this.log.error(
        `${this.kind.title}: ${step.id} could not be undone: ${said(error)}. Operation ${this.row.id}`,
      );
      await this.leaveBehind(step);
    }
    await this.write((tx) => this.progress(tx, ["undoing"], { steps: this.marked(step, "undone") }));
  }

  private async leaveBehind(step: OperationStep<unknown, Facts>): Promise<void> {
    const params = step.leftover?.(this.facts) ?? null;
    if (!params) return;
    this.log.warning(
      `${this.kind.title}: ${step.id} leaves ${JSON.stringify(params)} behind. Operation ${this.row.id}`,
    );
    const leftovers = [...this.row.leftovers, { what: step.id, params }];
    await this.write((tx) => this.progress(tx, ["running", "undoing"], { leftovers }));
  }

  /** Done; or failed when that could only be reported. */
  private isBehind(step: OperationStep<unknown, Facts>): boolean {
    const state = this.stateOf(step);
    return state === "done" || (state === "failed" && this.isPastReturn());
  }

  private isPastReturn(): boolean {
    return this.steps.some((step) => step.pointOfNoReturn && this.stateOf(step) === "done");
  }

  private stateOf(step: OperationStep<unknown, Facts>): AzureStep["state"] {
    return this.row.steps.find(({ id }) => id === step.id)?.state ?? "waiting";
  }

  private marked(step: OperationStep<unknown, Facts>, state: AzureStep["state"]): AzureStep[] {
    const at = this.now().toISOString();
    return this.steps.map(({ id }) => {
      const known = this.row.steps.find((one) => one.id === id) ?? { id, state: "waiting" };
      if (id !== step.id) return known;
      return state === "running" ? { id, state, startedAt: at } : { ...known, state, finishedAt: at };
    });
  }

  private contextOf(step: OperationStep<unknown, Facts>, signal: AbortSignal): StepContext<unknown, Facts> {
    const { thread, key, administratorOf } = this.worker;
    const { sealed } = this.row;
    return {
      thread,
      operation: this.row,
      input: this.kind.input.parse(this.row.input),
      facts: this.facts,
      azure: this.azure,
      administrator: step.needsAdministrator ? administratorOf(this.row) : null,
      signal,
      sealedSecret: sealed && { sealed, sealedTo: key.fingerprint },
      unsealSecret: async (purpose) => sealed && unseal(key.privateKey, purpose, sealed),
      unseal: (purpose, other) => unseal(key.privateKey, purpose, other),
      remember: async (facts, secret) => {
        const kept = secret && { sealed: await seal(key.publicKey, secret.purpose, secret.secret) };
        await this.write((tx) => this.progress(tx, ["running", "undoing"], { facts, ...kept }));
      },
    };
  }

  private get facts(): Facts {
    return this.kind.facts.parse(this.row.facts) as Facts;
  }

  private async move(tx: Database, to: OperationState, columns: MoveColumns = {}): Promise<void> {
    if (!(await moveOperation(tx, this.row.id, this.row.state, to, columns))) throw new MovedElsewhere();
  }

  private async progress(
    tx: Database,
    states: readonly OperationState[],
    columns: ProgressColumns,
  ): Promise<void> {
    if (!(await writeProgress(tx, this.row.id, states, columns))) throw new MovedElsewhere();
  }

  /** One transaction of the server's owner; what it left is what this run goes on with. */
  private async write(work: (tx: Database) => Promise<void>): Promise<void> {
    this.row = await asOwner(this.worker.thread, async (tx) => {
      await work(tx);
      return (await readOperation(tx, this.row.id)) ?? this.row;
    });
  }

  private async refresh(): Promise<void> {
    this.row = (await readOperation(this.worker.thread.db, this.row.id)) ?? this.row;
  }

  /** What ends the run and not the step: the thread stops, the cloud may not be asked, the operation was moved. */
  private throwUnlessAboutTheStep(error: unknown): void {
    const { thread } = this.worker;
    if (thread.signal.aborted || error instanceof FencedError || error instanceof MovedElsewhere) throw error;
    if (error instanceof CloudRefusedError || isTransient(error)) throw error;
    if (this.signal.aborted && this.row.state !== "undoing") throw new MovedElsewhere();
  }

  private now = (): Date => this.worker.thread.clock.now();

  private get log() {
    return this.worker.thread.log;
  }
}

function said(error: unknown): string {
  const failure = failureOf(error);
  return failure ? `${failure.code} ${JSON.stringify(failure.params)}` : errorText(error);
}

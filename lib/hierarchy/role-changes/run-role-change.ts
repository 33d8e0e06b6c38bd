import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { type RoleChangeStep, sites } from "@/lib/db/schema";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { isTransient } from "@/lib/executive/is-transient";
import {
  type AnyRoleChange,
  isPastReturn,
  type RoleChangeDoing,
  RoleChangeFailure,
  type RoleChangeRow,
  type RoleChangeState,
  type RoleChangeStepContext,
  type Wanted,
} from "./model";
import { moveRoleChange, readRoleChange, writeProgress } from "./role-change-store";

type Facts = Record<string, unknown>;

/** A look that nobody announces something for comes at least this often. */
const LOOK_MS = 2_000;

/** Somebody moved the change on while a step ran: what the step learned counts, its successor does not begin. */
class MovedElsewhere extends Error {
  override name = "MovedElsewhere";
}

/** The thread stops: the change stays as it is, and goes on when somebody takes it up again. */
class Interrupted extends Error {
  override name = "Interrupted";
}

/**
 * Works a change of the role from where it stands until it is over or waits for a decision of the administrator. Every
 * step leaves its note before the next begins; killed anywhere and called again, it goes on with the step it was in.
 * @throws what is transient, and FencedError when the server is no longer this executive's or the top-level site's
 */
export async function runRoleChange(
  thread: ThreadContext,
  kind: AnyRoleChange,
  change: RoleChangeRow,
): Promise<void> {
  try {
    await new RoleChangeRun(thread, kind, change).go();
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
}

class RoleChangeRun {
  constructor(
    private readonly thread: ThreadContext,
    private readonly kind: AnyRoleChange,
    private row: RoleChangeRow,
  ) {}

  async go(): Promise<void> {
    try {
      if (this.row.state === "undoing") return await this.undo();
      if (this.row.state === "waiting") await this.begin();
      for (const id of this.kind.steps) {
        if (this.stateOf(id) === "done") continue;
        if (!(await this.attempt(id))) return;
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
    this.say("info", "begins");
  }

  private async end(state: "complete" | "failed"): Promise<void> {
    await this.write((tx) => this.move(tx, state, { finishedAt: this.now() }));
    this.say("info", state === "complete" ? "is complete" : "ended without being complete");
  }

  /** @returns false when the change waits for a decision */
  private async attempt(id: string): Promise<boolean> {
    if (this.thread.signal.aborted) throw new Interrupted();
    await this.write((tx) => this.progress(tx, ["running"], { steps: this.marked(id, "running") }));
    const { run, commit } = this.doing(id);
    try {
      const learned = await run?.(this.context());
      // Kept even when somebody undoes the change meanwhile: it names what is to be undone.
      if (learned) await this.write((tx) => this.progress(tx, ["running", "undoing"], { facts: learned }));
      await this.write(async (tx) => {
        await this.progress(tx, ["running"], { steps: this.marked(id, "done") });
        const facts = await commit?.(tx, this.context());
        if (facts) await this.progress(tx, ["running"], { facts });
      });
      this.say("info", `${id} is done`);
      return true;
    } catch (error) {
      await this.failed(id, this.failureOf(error));
      return false;
    }
  }

  private async failed(id: string, { code, params }: Pick<RoleChangeFailure, "code" | "params">) {
    this.say("error", `${id} failed: ${code} ${JSON.stringify(params)}`);
    await this.write(async (tx) => {
      await this.progress(tx, ["running"], { steps: this.marked(id, "failed") });
      await this.move(tx, "stopped", { failureCode: code, failureParams: params });
    });
  }

  /** From the last step to the first; beyond the point of no return the change only ends. */
  private async undo(): Promise<void> {
    const begun = isPastReturn(this.kind, this.row.steps)
      ? []
      : this.row.steps.filter(({ state }) => state !== "waiting" && state !== "undone");
    for (const { id } of [...begun].reverse()) {
      if (this.thread.signal.aborted) throw new Interrupted();
      try {
        await this.doing(id).undo?.(this.context());
      } catch (error) {
        const { code, params } = this.failureOf(error);
        this.say("error", `${id} could not be undone: ${code} ${JSON.stringify(params)}`);
      }
      await this.write((tx) => this.progress(tx, ["undoing"], { steps: this.marked(id, "undone") }));
    }
    await this.end("failed");
  }

  private context(): RoleChangeStepContext<unknown, Facts> {
    const { thread, row } = this;
    return {
      thread,
      change: row,
      input: this.kind.input.parse(row.input),
      facts: this.kind.facts.parse(row.facts),
      remember: (facts) => this.write((tx) => this.progress(tx, ["running", "undoing"], { facts })),
      until: (wanted) => this.until(wanted),
    };
  }

  private async until<T>({ topics, limitMs, late, look }: Wanted<T>): Promise<T> {
    const started = performance.now();
    const { state } = this.row;
    while (true) {
      const seen = await look();
      if (seen !== null) return seen;
      if (performance.now() - started > limitMs) throw new RoleChangeFailure(late);
      await this.thread.wait([...topics, "role-changes"], LOOK_MS);
      if (this.thread.signal.aborted) throw new Interrupted();
      if ((await readRoleChange(this.thread.db, this.row.id))?.state !== state) throw new MovedElsewhere();
    }
  }

  private doing(id: string): RoleChangeDoing<unknown, Facts> {
    return this.kind.doing[id] ?? {};
  }

  private stateOf(id: string): RoleChangeStep["state"] {
    return this.row.steps.find((step) => step.id === id)?.state ?? "waiting";
  }

  private marked(id: string, state: RoleChangeStep["state"]): RoleChangeStep[] {
    const at = this.now().toISOString();
    return this.kind.steps.map((known: string): RoleChangeStep => {
      const step = this.row.steps.find((one) => one.id === known) ?? { id: known, state: "waiting" };
      if (known !== id) return step;
      return state === "running" ? { id, state, startedAt: at } : { ...step, state, finishedAt: at };
    });
  }

  private async move(
    tx: Database,
    to: RoleChangeState,
    columns: Parameters<typeof moveRoleChange>[4] = {},
  ): Promise<void> {
    if (!(await moveRoleChange(tx, this.row.id, this.row.state, to, columns))) throw new MovedElsewhere();
    this.row = { ...this.row, ...columns, state: to };
  }

  private async progress(
    tx: Database,
    states: readonly RoleChangeState[],
    columns: Parameters<typeof writeProgress>[3],
  ): Promise<void> {
    if (!(await writeProgress(tx, this.row.id, states, columns))) throw new MovedElsewhere();
    const facts = { ...this.row.facts, ...columns.facts };
    this.row = { ...this.row, ...columns, facts };
  }

  /** One transaction of the thread; what did not come to pass is not believed. */
  private async write(work: (tx: Database) => Promise<void>): Promise<void> {
    const before = this.row;
    try {
      await asOwner(this.thread, async (tx) => {
        await mustBeTopLevel(tx, this.thread);
        await work(tx);
      });
    } catch (error) {
      this.row = before;
      throw error;
    }
  }

  private async refresh(): Promise<void> {
    const row = await readRoleChange(this.thread.db, this.row.id);
    if (row) this.row = row;
  }

  /** @throws whatever does not speak about the step */
  private failureOf(error: unknown): Pick<RoleChangeFailure, "code" | "params"> {
    if (error instanceof RoleChangeFailure) return error;
    const isAboutElse =
      error instanceof FencedError || error instanceof MovedElsewhere || error instanceof Interrupted;
    if (isAboutElse || this.thread.signal.aborted || isTransient(error)) throw error;
    return { code: "role-change-step-failed", params: { detail: errorText(error) } };
  }

  private say(severity: "info" | "error", what: string): void {
    this.thread.log[severity](`${this.kind.title}: ${what}. Change ${this.row.id}`);
  }

  private now(): Date {
    return this.thread.clock.now();
  }
}

/** An expansion gives the hierarchy another top-level site: its server goes on, this one ends. */
async function mustBeTopLevel(tx: Database, { siteCode }: ThreadContext): Promise<void> {
  const [site] = await tx
    .select({ siteCode: sites.siteCode })
    .from(sites)
    .where(and(eq(sites.siteCode, siteCode), isNull(sites.parentSiteCode)))
    .for("share");
  if (!site) throw new FencedError("the site is not the top-level site any more");
}

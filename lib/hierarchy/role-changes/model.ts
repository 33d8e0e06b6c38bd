import type { z } from "zod";
import type { Database } from "@/lib/db/connection";
import type { EventTopic } from "@/lib/db/events";
import type { RoleChangeKind, RoleChangeStep, roleChanges } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";

export type RoleChangeRow = typeof roleChanges.$inferSelect;
export type RoleChangeState = RoleChangeRow["state"];
export type RoleChangeParams = Record<string, string | number>;

/**
 * Who moves a change of the role from one state to the next: SMS_SITE_COMPONENT_MANAGER, but for what an administrator
 * decides.
 *
 *     waiting ──► running ───────────► complete
 *        │         │  ▲
 *        │         │  └─ retry ─┐
 *        │         ├──► stopped ┤
 *        └─────────┴────────────┴──► undoing ──► failed
 *
 * Beyond the point of no return nothing is taken back: `undoing` then only ends the change where it stands.
 */
export const ROLE_CHANGE_MOVES = {
  waiting: ["running", "undoing"],
  running: ["complete", "stopped", "undoing"],
  stopped: ["running", "undoing"],
  undoing: ["failed"],
  complete: [],
  failed: [],
} as const satisfies Record<RoleChangeState, readonly RoleChangeState[]>;

export const mayMove = (from: RoleChangeState, to: RoleChangeState): boolean =>
  (ROLE_CHANGE_MOVES[from] as readonly RoleChangeState[]).includes(to);

/** Whether the role changed, or may have changed, in a way that is not taken back. */
export const isPastReturn = (
  { pointOfNoReturn }: Pick<RoleChangeOrder<unknown, string>, "pointOfNoReturn">,
  steps: readonly RoleChangeStep[],
): boolean => steps.some(({ id, state }) => id === pointOfNoReturn && state === "done");

/** A step cannot go on; what it is about and its cure are in the messages under `roleChanges.failures`. */
export class RoleChangeFailure extends Error {
  override name = "RoleChangeFailure";
  constructor(
    readonly code: string,
    readonly params: RoleChangeParams = {},
  ) {
    super(code);
  }
}

/** What the portal needs to know of a kind of change to ask for one: nothing of how its steps are done. */
export interface RoleChangeOrder<Input, StepId extends string> {
  kind: RoleChangeKind;
  input: z.ZodType<Input>;
  /** In their order; each has its name in the messages under `roleChanges.steps`. */
  steps: readonly StepId[];
  /** Once this step is done nothing is undone any more; left out: everything can be. */
  pointOfNoReturn?: NoInfer<StepId>;
}

/** What a step waits for. */
export interface Wanted<T> {
  topics: readonly EventTopic[];
  limitMs: number;
  /** Code of the failure when it lasts longer. */
  late: string;
  /** @returns null when it is not there yet */
  look(): Promise<T | null>;
}

/** What a step works with. */
export interface RoleChangeStepContext<Input, Facts> {
  thread: ThreadContext;
  change: Pick<RoleChangeRow, "id" | "fromServerId" | "toServerId" | "requestedBy">;
  input: Input;
  /** What earlier steps, and earlier attempts at this one, learned. */
  facts: Readonly<Partial<Facts>>;
  /** Writes down what must survive a kill before the step goes on. Never a secret. */
  remember(facts: Partial<Facts>): Promise<void>;
  /**
   * Looks until there is something to see, again at each of `topics`; somebody who undoes the change ends it.
   * @throws RoleChangeFailure `late` when it lasts longer than `limitMs`
   */
  until<T>(wanted: Wanted<T>): Promise<T>;
}

/** How one step is done. It may come twice: a kill may lie between its effect and the note of it. */
export interface RoleChangeDoing<Input, Facts> {
  /**
   * @returns what it learned
   * @throws RoleChangeFailure when it cannot be done
   */
  run?(step: RoleChangeStepContext<Input, Facts>): Promise<Partial<Facts> | undefined>;
  /** Changes of the database that belong to the step: in the transaction that says it is done. @throws as `run` */
  commit?(tx: Database, step: RoleChangeStepContext<Input, Facts>): Promise<Partial<Facts> | undefined>;
  /** Takes back what the step did or may have done. */
  undo?(step: RoleChangeStepContext<Input, Facts>): Promise<void>;
}

/** An order with how each of its steps is done. */
export interface RoleChangeDefinition<Input, Facts, StepId extends string = string>
  extends RoleChangeOrder<Input, StepId> {
  facts: z.ZodType<Partial<Facts>>;
  doing: Record<StepId, RoleChangeDoing<Input, Facts>>;
  /** Name of the log lines, e.g. `Installation of the service connection point`. */
  title: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of kinds cannot name the input of each; each parses its own.
export type AnyRoleChange = RoleChangeDefinition<any, any, any>;

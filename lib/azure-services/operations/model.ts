import type { z } from "zod";
import type { AdministratorSession } from "@/lib/azure/administrator-session";
import type { Azure } from "@/lib/azure/azure";
import type { Database } from "@/lib/db/connection";
import type { AzureFailureParams, azureOperations } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";

export type OperationRow = typeof azureOperations.$inferSelect;
export type OperationState = OperationRow["state"];

/** Nothing follows them any more. */
export const OVER_STATES = ["complete", "failed"] as const satisfies readonly OperationState[];

/**
 * Who moves an operation from one state to the next: the executive, but for what an administrator decides.
 *
 *     waiting ──► running ──────────────────────────► complete
 *                   │  ▲                                 ▲
 *                   │  └─ retry, signed in ─┐            │ after the point of no return
 *                   ├──► stopped ───────────┤            │
 *                   └──► sign-in-needed ────┴─► undoing ─┴─► failed
 */
export const OPERATION_MOVES = {
  waiting: ["running", "undoing"],
  running: ["complete", "stopped", "sign-in-needed", "undoing"],
  "sign-in-needed": ["running", "undoing"],
  stopped: ["running", "undoing"],
  undoing: ["failed", "complete"],
  complete: [],
  failed: [],
} as const satisfies Record<OperationState, readonly OperationState[]>;

export const mayMove = (from: OperationState, to: OperationState): boolean =>
  (OPERATION_MOVES[from] as readonly OperationState[]).includes(to);

/** A step cannot go on for a reason of the product's own; Azure's reasons are AzureErrors. */
export class OperationFailure extends Error {
  override name = "OperationFailure";
  constructor(
    /** In the messages under `azureServices.failures`. */
    readonly code: string,
    readonly params: AzureFailureParams = {},
  ) {
    super(code);
  }
}

/** What a step works with. */
export interface StepContext<Input, Facts> {
  thread: ThreadContext;
  operation: Pick<OperationRow, "id" | "environmentId" | "applicationId" | "serviceId" | "requestedBy">;
  input: Input;
  /** What earlier steps, and earlier attempts at this one, learned. */
  facts: Readonly<Partial<Facts>>;
  azure: Azure;
  /** Of the administrator who signed in; there in steps that say they need him. */
  administrator: AdministratorSession | null;
  /** Aborts when the thread stops or somebody undoes the operation. */
  signal: AbortSignal;
  /** The secret on its way, in clear; null when there is none, or this server's key does not open it for `purpose`. */
  unsealSecret(purpose: string): Promise<string | null>;
  /** What another row keeps sealed, in clear; null when this server's key does not open it for `purpose`. */
  unseal(purpose: string, sealed: Buffer): Promise<string | null>;
  /** The secret on its way, sealed, for the row it is to be kept in. */
  sealedSecret: { sealed: Buffer; sealedTo: string } | null;
  /**
   * Writes down what must survive a kill before the step goes on: facts, and a secret that Azure tells only once.
   * @param secret sealed for `purpose` before it reaches the database
   */
  remember(facts: Partial<Facts>, secret?: { purpose: string; secret: string }): Promise<void>;
}

export interface OperationStep<Input, Facts> {
  /** In the messages under `azureServices.steps`. */
  id: string;
  /** It asks Azure with the tokens of the administrator. */
  needsAdministrator?: true;
  /**
   * Does the step; done twice it has the same effect, because a kill may come between the effect and the note of it.
   * @returns what it learned
   * @throws AzureError when Azure refuses or does not answer
   */
  run(step: StepContext<Input, Facts>): Promise<Partial<Facts> | undefined>;
  /** Changes of the database that belong to the step: in the transaction that says it is done. */
  commit?(tx: Database, step: StepContext<Input, Facts>): Promise<void>;
  /** When the step may begin; left out: at once. */
  notBefore?(step: Pick<StepContext<Input, Facts>, "facts" | "input">): Date | null;
  /** Takes back what the step did or may have done in Azure. */
  undo?(step: StepContext<Input, Facts>): Promise<void>;
  /** What is left behind in Azure when the step cannot be undone or, beyond the point of no return, done; null: nothing. */
  leftover?(facts: Readonly<Partial<Facts>>): AzureFailureParams | null;
  /** Once it is done nothing is undone any more: a failure after it is only reported. */
  pointOfNoReturn?: true;
}

/** One kind of work in Azure as data: its steps in their order. */
export interface OperationKind<Input, Facts> {
  kind: string;
  input: z.ZodType<Input>;
  facts: z.ZodType<Partial<Facts>>;
  steps: readonly OperationStep<Input, Facts>[];
  /** After a failure: `stop` and wait for a decision of the administrator, or `undo` what was done at once. */
  onFailure: "stop" | "undo";
  /** The secret on its way stays, sealed, when the operation is complete: whoever asked for it takes it from there. */
  keepsSecret?: true;
  /** Takes back what asking for it wrote into the database, in the transaction that says the operation failed. */
  withdraw?(tx: Database, operation: OperationRow): Promise<void>;
  /** Name of the log lines, e.g. `renewal of the secret key`. */
  title: string;
}

// biome-ignore lint/suspicious/noExplicitAny: a list of kinds cannot name the input of each; each parses its own.
export type AnyOperationKind = OperationKind<any, any>;

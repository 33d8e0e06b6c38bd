import type { z } from "zod";
import type { OperationKind, OperationStep } from "./model";

/**
 * What the portal needs to know of a kind of operation to ask for one: nothing of how its steps are done, so that
 * nothing that speaks with Azure is loaded there.
 */
export interface OperationOrder<Input, StepId extends string> {
  kind: string;
  input: z.ZodType<Input>;
  /** In their order; each has its name in the messages under `azureServices.steps`. */
  steps: readonly StepId[];
}

type Doing<Input, Facts, StepId extends string> = Omit<
  OperationKind<Input, Facts>,
  "kind" | "input" | "facts" | "steps"
> & {
  facts: z.ZodType<Facts>;
  steps: Record<StepId, Omit<OperationStep<Input, Facts>, "id">>;
};

/** An order with how each of its steps is done. */
export const kindOf = <Input, Facts extends Record<string, unknown>, StepId extends string>(
  { kind, input, steps }: OperationOrder<Input, StepId>,
  doing: Doing<Input, Facts, StepId>,
): OperationKind<Input, Facts> => ({
  ...doing,
  kind,
  input,
  steps: steps.map((id) => ({ id, ...doing.steps[id] })),
});

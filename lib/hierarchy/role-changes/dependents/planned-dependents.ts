import { z } from "zod";
import { DEPENDENT_STATES, type DependentId } from "./model";

const ids = Object.keys(DEPENDENT_STATES) as DependentId[];

/** Dependents as a change of the role keeps them: how they stood when it was asked for. */
export const plannedDependents = z.array(
  z.object({
    id: z.enum(ids),
    state: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    blocks: z.boolean(),
    link: z.string(),
  }),
);

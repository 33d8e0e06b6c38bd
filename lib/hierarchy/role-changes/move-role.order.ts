import { z } from "zod";
import { plannedDependents } from "./dependents/planned-dependents";
import type { RoleChangeOrder } from "./model";

/** Why the documentation knows a role to move (reference/role.md §8.2); an expansion is a kind of its own. */
export const MOVE_REASONS = ["recovery", "high-availability"] as const;

export const moveRoleInput = z.object({
  /** How the administrator knows the server that gives the role: `unreachable`, he gave it up. */
  oldHolder: z.enum(["alive", "unreachable"]),
  /** What depended on the role when it was asked for, for the report. */
  plan: plannedDependents.default([]),
});

export type MoveRoleInput = z.infer<typeof moveRoleInput>;

export const MOVE_ROLE = {
  kind: "move",
  input: moveRoleInput,
  steps: [
    "check-server",
    "stop-threads",
    "hand-over",
    "switch",
    "start-threads",
    "clear-components",
    "verify",
  ],
  pointOfNoReturn: "switch",
} as const satisfies RoleChangeOrder<MoveRoleInput, string>;

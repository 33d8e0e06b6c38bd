import { z } from "zod";
import type { RoleChangeOrder } from "./model";

export const REMOVE_ROLE = {
  kind: "remove",
  input: z.object({}),
  steps: ["stop-threads", "take-role", "clear-components"],
  pointOfNoReturn: "take-role",
} as const satisfies RoleChangeOrder<Record<string, never>, string>;

import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readDependents } from "./read-dependents";

/** What stops working when the role is removed, and what must be looked after when it moves (reference/role.md §8). */
export const listDependents = defineQuery({
  name: "list-dependents",
  action: "role.manage",
  input: z.object({}),
  run: async ({ db, clock }) => ok(await readDependents({ db, now: clock.now() })),
});

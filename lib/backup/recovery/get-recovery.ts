import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readRecovery } from "./read-recovery";

/** The after-recovery checklist; null when this database was never recovered. */
export const getRecovery = defineQuery({
  name: "get-recovery",
  action: "backup.view",
  input: z.object({}).optional(),
  run: async ({ db }) => ok(await readRecovery(db)),
});

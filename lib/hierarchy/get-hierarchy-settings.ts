import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readHierarchySettings } from "./hierarchy-settings";

/** Hierarchy Settings: what counts for all sites. */
export const getHierarchySettings = defineQuery({
  name: "get-hierarchy-settings",
  action: "updates.view",
  input: z.object({}).optional(),
  run: async ({ db }) => ok(await readHierarchySettings(db)),
});

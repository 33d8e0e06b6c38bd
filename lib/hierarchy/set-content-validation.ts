import { z } from "zod";
import { ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { saveHierarchySettings } from "./hierarchy-settings";

const YEAR_HOURS = 8760;

/** How often every site looks at its stored content again. */
export const setContentValidation = defineCommand({
  name: "set-content-validation",
  action: "service-windows.manage",
  input: z.object({ hours: z.number().int().min(1).max(YEAR_HOURS) }),
  async run(ctx, { hours }) {
    await saveHierarchySettings(ctx.db, { contentValidationHours: hours });
    return ok({ hours });
  },
  audit: ({ hours }) => ({
    messageId: 60047,
    objectType: "hierarchy-settings",
    objectId: "content-validation",
    strings: [String(hours)],
  }),
});

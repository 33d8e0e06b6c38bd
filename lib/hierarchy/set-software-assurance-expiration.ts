import { z } from "zod";
import { ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { saveHierarchySettings } from "./hierarchy-settings";
import { parseCalendarDate } from "./zoned-time";

/** Keeps the day on which Software Assurance ends: a reminder, nothing depends on it (reference/updates.md §11). */
export const setSoftwareAssuranceExpiration = defineCommand({
  name: "set-software-assurance-expiration",
  action: "updates.install",
  input: z.object({
    date: z
      .string()
      .refine((text) => parseCalendarDate(text) !== null)
      .nullable(),
  }),
  async run(ctx, { date }) {
    await saveHierarchySettings(ctx.db, { softwareAssuranceExpiration: date });
    return ok({ date });
  },
  audit: ({ date }) => ({
    messageId: 60047,
    objectType: "hierarchy-settings",
    objectId: "software-assurance",
    strings: [date ?? ""],
  }),
});

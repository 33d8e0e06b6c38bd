import { eq } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/lib/db/schema";
import { LOCALES } from "@/lib/i18n/locales";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { ACCOUNT_AUDIT } from "./account-audit";

/** `null` goes back to what the browser says; a preference left out stays as it is. */
export const preferencesSchema = z
  .object({
    locale: z.enum(LOCALES).nullable(),
    theme: z.enum(["light", "dark"]).nullable(),
    timeZone: z.string().max(64).refine(isTimeZone, "unknown time zone").nullable(),
  })
  .partial();

export type Preferences = z.output<typeof preferencesSchema>;

/** Language, theme and time zone of the actor's portal. */
export const updatePreferences = defineCommand({
  name: "update-preferences",
  action: "account.manage",
  input: preferencesSchema,
  async run(ctx, preferences) {
    if (ctx.actor.kind !== "user") return fail("users-only");
    if (Object.keys(preferences).length > 0)
      await ctx.db.update(users).set(preferences).where(eq(users.id, ctx.actor.userId));
    return ok(preferences);
  },
  audit: (preferences) => {
    const changed = Object.keys(preferences);
    return changed.length > 0
      ? { messageId: ACCOUNT_AUDIT.accountChanged, objectType: "user", strings: changed }
      : null;
  },
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

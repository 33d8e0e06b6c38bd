import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import { users } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { ACCOUNT_AUDIT } from "./account-audit";
import { endOtherSessions } from "./end-other-sessions";
import { clearAttempts, countAttempt } from "./lockout";
import { hashPassword, verifyPassword } from "./password";
import { checkPasswordPolicy } from "./password-policy";

const inputSchema = z.object({
  currentPassword: z.string().min(1).max(1024),
  newPassword: z.string().min(1).max(1024),
});

const changeVerified = defineCommand({
  name: "change-password",
  action: "account.manage",
  input: inputSchema,
  async run(ctx, { currentPassword, newPassword }) {
    if (ctx.actor.kind !== "user") return fail("users-only");
    const { userId, name } = ctx.actor;
    const [account] = await ctx.db.select().from(users).where(eq(users.id, userId)).for("update");
    if (!account?.passwordHash) return fail("no-local-password");
    if (!(await verifyPassword(account.passwordHash, currentPassword)))
      return fail("current-password-wrong", { field: "currentPassword" });
    if (newPassword === currentPassword) return fail("password-unchanged", { field: "newPassword" });
    const [fault] = checkPasswordPolicy(newPassword, name);
    if (fault) return fail(fault.code, { field: "newPassword", params: fault.params });
    await ctx.db
      .update(users)
      .set({ passwordHash: await hashPassword(newPassword), passwordChangedAt: ctx.clock.now() })
      .where(eq(users.id, userId));
    return ok({ sessionsRevoked: await endOtherSessions(ctx, ctx.actor) });
  },
  audit: () => ({ messageId: ACCOUNT_AUDIT.accountChanged, objectType: "user", strings: ["password"] }),
});

/**
 * Gives the actor a new password and ends the other sessions. Wrong guesses of the current password count
 * towards the same lock as at the sign-in, or a borrowed session would be a way around it. They are counted
 * outside the command, whose failure rolls back whatever it wrote.
 */
async function changeWithLock(ctx: Ctx, raw: unknown) {
  const { actor } = ctx;
  if (actor.kind !== "user" || !inputSchema.safeParse(raw).success) return changeVerified(ctx, raw);
  const attempt = { userName: actor.name, source: actor.source };
  const counted = await countAttempt(ctx, attempt);
  if (!counted.ok) return counted;
  const result = await changeVerified(ctx, raw);
  if (result.ok || result.code !== "current-password-wrong") await clearAttempts(ctx.db, attempt);
  return result;
}

export const changePassword = Object.assign(changeWithLock, {
  useCaseName: changeVerified.useCaseName,
  action: changeVerified.action,
});

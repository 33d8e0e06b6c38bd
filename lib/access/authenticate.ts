import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { clearAttempts, countAttempt } from "./lockout";
import { verifyPassword } from "./password";
import { auditSignIn, type SignInCtx } from "./sign-in-audit";

const credentialsSchema = z.object({
  userName: z.string().trim().min(1).max(256),
  password: z.string().min(1).max(1024),
});

export type AuthenticateCode = "sign-in-refused" | "sign-in-locked";

/**
 * Checks a local account's name and password. Unknown name, disabled account, account that signs in elsewhere
 * and wrong password are one and the same answer, after the same time.
 */
export async function authenticate(
  ctx: SignInCtx,
  input: { userName?: unknown; password?: unknown; source: string },
): Promise<Result<{ userId: string }, AuthenticateCode>> {
  const parsed = credentialsSchema.safeParse(input);
  if (!parsed.success) return fail("sign-in-refused");
  const { userName, password } = parsed.data;
  const attempt = { userName, source: input.source };

  const counted = await countAttempt(ctx, attempt);
  if (!counted.ok) return counted;

  const [account] = await ctx.db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.userName})`, userName.toLowerCase()));
  const usableHash = account && !account.disabledAt ? account.passwordHash : null;
  const matches = await verifyPassword(usableHash, password);
  if (account && matches) {
    await clearAttempts(ctx.db, attempt);
    return ok({ userId: account.id });
  }
  await auditSignIn(ctx, account ?? null, { source: input.source, action: "sign-in", allowed: false });
  return fail("sign-in-refused");
}

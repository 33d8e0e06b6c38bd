import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { auditMessages } from "@/lib/db/schema";

/** What signing in needs from outside: there is no actor yet. */
export interface SignInCtx {
  db: Database;
  clock: Clock;
  correlationId: string;
}

/** 60051: user, source, action. */
const SIGN_IN_MESSAGE_ID = 60051;

/**
 * Writes the audit message of a sign-in, a sign-out or a failed sign-in. Without an account the name typed is
 * left out: now and then it is a password in the wrong field.
 */
export async function auditSignIn(
  ctx: SignInCtx,
  account: { id: string; userName: string } | null,
  { source, action, allowed }: { source: string; action: "sign-in" | "sign-out"; allowed: boolean },
): Promise<void> {
  const name = account?.userName ?? "-";
  await ctx.db.insert(auditMessages).values({
    time: ctx.clock.now(),
    messageId: SIGN_IN_MESSAGE_ID,
    actorKind: "user",
    actorName: name,
    userId: account?.id ?? null,
    source,
    action: `account.${action}`,
    strings: [name, source, action],
    allowed,
    correlationId: ctx.correlationId,
  });
}

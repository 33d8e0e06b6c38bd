import { and, eq, lt } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { sessions, users } from "@/lib/db/schema";
import { SESSION_POLICY } from "./session-policy";
import { auditSignIn, type SignInCtx } from "./sign-in-audit";

/**
 * Opens a session for a user whose identity was just proven, and records the sign-in.
 * @returns the session id, which the cookie carries
 */
export async function openSession(
  ctx: SignInCtx,
  { userId, source, userAgent }: { userId: string; source: string; userAgent: string },
): Promise<string> {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const [account] = await tx.select().from(users).where(eq(users.id, userId));
    if (!account) throw new Error(`No user ${userId}`);
    await tx
      .delete(sessions)
      .where(
        and(
          eq(sessions.userId, userId),
          lt(sessions.expiresAt, new Date(now.getTime() - SESSION_POLICY.keepEndedMs)),
        ),
      );
    const [opened] = await tx
      .insert(sessions)
      .values({
        userId,
        source,
        userAgent: userAgent.slice(0, 512),
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + SESSION_POLICY.absoluteMs),
      })
      .returning({ id: sessions.id });
    if (!opened) throw new Error("The session was not stored");
    await auditSignIn({ ...ctx, db: tx }, account, { source, action: "sign-in", allowed: true });
    await publish(tx, { topic: "sessions" });
    return opened.id;
  });
}

import { and, eq, isNull } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { sessions, users } from "@/lib/db/schema";
import { auditSignIn, type SignInCtx } from "./sign-in-audit";

/** Signs out: the session ends on the server, whoever still holds its cookie. Twice is once. */
export async function closeSession(ctx: SignInCtx, sessionId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [closed] = await tx
      .update(sessions)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)))
      .returning({ userId: sessions.userId, source: sessions.source });
    if (!closed) return;
    const [account] = await tx.select().from(users).where(eq(users.id, closed.userId));
    await auditSignIn({ ...ctx, db: tx }, account ?? null, {
      source: closed.source,
      action: "sign-out",
      allowed: true,
    });
    await publish(tx, { topic: "sessions", key: sessionId });
  });
}

import { and, eq, isNull, ne } from "drizzle-orm";
import type { Actor, Ctx } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { sessions } from "@/lib/db/schema";

/** Ends every session of the user but the one that asks. @returns how many ended */
export async function endOtherSessions(ctx: Ctx, user: Extract<Actor, { kind: "user" }>): Promise<number> {
  const ended = await ctx.db
    .update(sessions)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(eq(sessions.userId, user.userId), ne(sessions.id, user.sessionId), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  for (const { id } of ended) await publish(ctx.db, { topic: "sessions", key: id });
  return ended.length;
}

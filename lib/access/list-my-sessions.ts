import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { SESSION_POLICY } from "./session-policy";

export interface SessionRow {
  id: string;
  /** The session that asks. */
  current: boolean;
  source: string;
  userAgent: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** Where the actor is signed in right now, newest sign-in first. */
export const listMySessions = defineQuery({
  name: "list-my-sessions",
  action: "account.manage",
  input: z.object({}),
  async run(ctx) {
    const { actor } = ctx;
    if (actor.kind !== "user") return ok<SessionRow[]>([]);
    const now = ctx.clock.now();
    const rows = await ctx.db
      .select({
        id: sessions.id,
        source: sessions.source,
        userAgent: sessions.userAgent,
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        expiresAt: sessions.expiresAt,
      })
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, actor.userId),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, now),
          gt(sessions.lastSeenAt, new Date(now.getTime() - SESSION_POLICY.idleMs)),
        ),
      )
      .orderBy(desc(sessions.createdAt));
    return ok<SessionRow[]>(rows.map((row) => ({ ...row, current: row.id === actor.sessionId })));
  },
});

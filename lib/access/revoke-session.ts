import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { sessions } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { ACCOUNT_AUDIT } from "./account-audit";

/** Ends one of the actor's own sessions, wherever it is. */
export const revokeSession = defineCommand({
  name: "revoke-session",
  action: "account.manage",
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    if (ctx.actor.kind !== "user") return fail("users-only");
    const [revoked] = await ctx.db
      .update(sessions)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(eq(sessions.id, id), eq(sessions.userId, ctx.actor.userId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (!revoked) return fail("session-not-found");
    await publish(ctx.db, { topic: "sessions", key: id });
    return ok({ id });
  },
  audit: (_, { id }) => ({
    messageId: ACCOUNT_AUDIT.sessionsRevoked,
    objectType: "session",
    objectId: id,
    strings: ["1"],
  }),
});

import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { ACCOUNT_AUDIT } from "./account-audit";
import { endOtherSessions } from "./end-other-sessions";

/** Signs the actor out everywhere else. */
export const revokeOtherSessions = defineCommand({
  name: "revoke-other-sessions",
  action: "account.manage",
  input: z.object({}),
  async run(ctx) {
    if (ctx.actor.kind !== "user") return fail("users-only");
    return ok({ revoked: await endOtherSessions(ctx, ctx.actor) });
  },
  audit: (_, { revoked }) =>
    revoked > 0
      ? { messageId: ACCOUNT_AUDIT.sessionsRevoked, objectType: "session", strings: [String(revoked)] }
      : null,
});

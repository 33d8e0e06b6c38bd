import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { azureSignIns } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { sealForRoleHolder } from "@/lib/secrets/seal-for-role-holder";
import { defineCommand } from "@/lib/use-case";
import { signInAnswerPurpose } from "./model";

/** Beyond it no authorization code is that long. */
const MAX_ANSWER = 8_000;

/**
 * Hands the query of the address that Azure sent the administrator back to on to the executive, which redeems it. The
 * code in it is worth nothing without the verifier that only the executive has (PKCE), and is sealed all the same.
 */
export const answerSignIn = defineCommand({
  name: "answer-sign-in",
  action: "azure-apps.manage",
  input: z.object({ signInId: z.guid(), answer: z.string().min(1).max(MAX_ANSWER) }),
  async run({ db, actor }, { signInId, answer }) {
    const sealed = await sealForRoleHolder(db, signInAnswerPurpose(signInId), answer);
    if (!sealed) return fail("role-not-running");
    const taken = await db
      .update(azureSignIns)
      .set({ sealedAnswer: sealed.sealed })
      .where(
        and(
          eq(azureSignIns.id, signInId),
          eq(azureSignIns.requestedBy, actorName(actor)),
          eq(azureSignIns.method, "redirect"),
          eq(azureSignIns.state, "prompting"),
        ),
      )
      .returning({ id: azureSignIns.id });
    if (taken.length === 0) return fail("sign-in-not-found");
    await publish(db, { topic: "azure-services", key: signInId });
    return ok(null);
  },
  audit: () => null,
});

import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { azureSignIns } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { SignIn } from "./model";

/** How far a sign-in is. Only whoever began it sees its code: with it somebody else could sign in instead. */
export const getSignIn = defineQuery({
  name: "get-sign-in",
  action: "azure-apps.manage",
  input: z.object({ signInId: z.guid() }),
  async run({ db, actor }, { signInId }) {
    const [row] = await db.select().from(azureSignIns).where(eq(azureSignIns.id, signInId));
    if (!row || row.requestedBy !== actorName(actor)) return fail("sign-in-not-found");
    return ok({
      id: row.id,
      environmentId: row.environmentId,
      state: row.state,
      prompt: row.prompt,
      account: row.account,
      failure: row.failureCode ? { code: row.failureCode, params: row.failureParams ?? {} } : null,
      expiresAt: row.expiresAt,
    } satisfies SignIn);
  },
});

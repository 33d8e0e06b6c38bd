import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { azureSignIns } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/** Gives a sign-in up; the executive forgets its tokens. One that is over stays as it is. */
export const cancelSignIn = defineCommand({
  name: "cancel-sign-in",
  action: "azure-apps.manage",
  input: z.object({ signInId: z.guid() }),
  async run({ db, actor }, { signInId }) {
    await db
      .update(azureSignIns)
      .set({ state: "closed", prompt: null, sealedAnswer: null })
      .where(
        and(
          eq(azureSignIns.id, signInId),
          eq(azureSignIns.requestedBy, actorName(actor)),
          inArray(azureSignIns.state, ["waiting", "prompting", "signed-in"]),
        ),
      );
    await publish(db, { topic: "azure-services", key: signInId });
    return ok(null);
  },
  audit: () => null,
});

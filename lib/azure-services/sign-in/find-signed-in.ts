import { eq } from "drizzle-orm";
import { actorName, type Ctx } from "@/lib/context";
import { type AzureAccount, azureSignIns } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";

/** The account that signed in for what is asked now; only whoever began the sign-in may use it. */
export async function findSignedIn(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  signInId: string,
  environmentId: string,
): Promise<Result<AzureAccount, "sign-in-not-found" | "sign-in-of-another-cloud">> {
  const [signIn] = await db.select().from(azureSignIns).where(eq(azureSignIns.id, signInId));
  if (signIn?.state !== "signed-in" || !signIn.account || signIn.requestedBy !== actorName(actor))
    return fail("sign-in-not-found", { field: "signInId" });
  if (signIn.environmentId !== environmentId) return fail("sign-in-of-another-cloud", { field: "signInId" });
  return ok(signIn.account);
}

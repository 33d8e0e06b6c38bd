import { and, eq } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { actorName, type Ctx } from "@/lib/context";
import { azureOperations } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import type { OperationRow } from "../operations/model";
import type { OperationOrder } from "../operations/order";

/** What was verified may be another app by then; and its secret is not kept for longer. */
export const VERIFICATION_COUNTS_MS = 30 * Minute.ms;

/**
 * A verification that succeeded and was not used yet, of the one who asked for it: *OK* takes exactly the values that
 * were verified, whatever the dialog holds by now.
 */
export async function findVerification<Input>(
  { db, clock, actor }: Pick<Ctx, "db" | "clock" | "actor">,
  { kind, input }: OperationOrder<Input, string>,
  verificationId: string,
): Promise<
  Result<
    { row: OperationRow; input: Input },
    "verification-not-found" | "verification-not-successful" | "verification-used" | "verification-too-old"
  >
> {
  const [row] = await db
    .select()
    .from(azureOperations)
    .where(and(eq(azureOperations.id, verificationId), eq(azureOperations.kind, kind)))
    .for("update");
  if (!row || row.requestedBy !== actorName(actor)) return fail("verification-not-found");
  if (row.state !== "complete" || !row.finishedAt) return fail("verification-not-successful");
  if (row.applicationId) return fail("verification-used");
  if (clock.now().getTime() - row.finishedAt.getTime() > VERIFICATION_COUNTS_MS)
    return fail("verification-too-old", { params: { minutes: VERIFICATION_COUNTS_MS / Minute.ms } });
  return ok({ row, input: input.parse(row.input) });
}

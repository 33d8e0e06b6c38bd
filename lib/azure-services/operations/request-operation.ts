import { actorName, type Ctx } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { azureOperations } from "@/lib/db/schema";
import type { SealedSecret } from "@/lib/secrets/seal-for-role-holder";
import type { OperationOrder } from "./order";

interface Requested<Input> {
  environmentId: string;
  input: Input;
  signInId?: string;
  applicationId?: string;
  serviceId?: string;
  batchId?: string;
  secret?: SealedSecret;
}

/** Asks the executive that holds the role for work in Azure; it is woken when the caller's transaction commits. */
export async function requestOperation<Input extends Record<string, unknown>, StepId extends string>(
  { db, clock, actor }: Pick<Ctx, "db" | "clock" | "actor">,
  { kind, steps }: OperationOrder<Input, StepId>,
  { secret, ...about }: Requested<Input>,
): Promise<string> {
  const [row] = await db
    .insert(azureOperations)
    .values({
      ...about,
      kind,
      steps: steps.map((id) => ({ id, state: "waiting" })),
      sealed: secret?.sealed,
      requestedBy: actorName(actor),
      requestedAt: clock.now(),
    })
    .returning({ id: azureOperations.id });
  if (!row) throw new Error("the operation was not written");
  await publish(db, { topic: "azure-services", key: row.id });
  return row.id;
}

import { eq } from "drizzle-orm";
import { z } from "zod";
import { azureOperations } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { mayMove } from "./model";
import { moveOperation } from "./operation-store";

/**
 * Takes an operation back: what it did in Azure so far is removed again. Beyond the point of no return nothing is
 * removed; what is left to do by hand is named instead.
 */
export const undoOperation = defineCommand({
  name: "undo-operation",
  action: "azure-apps.manage",
  input: z.object({ operationId: z.guid() }),
  async run({ db }, { operationId }) {
    const [operation] = await db
      .select({ state: azureOperations.state })
      .from(azureOperations)
      .where(eq(azureOperations.id, operationId))
      .for("update");
    if (!operation) return fail("operation-not-found");
    if (!mayMove(operation.state, "undoing"))
      return fail("operation-not-waiting", { params: { state: operation.state } });
    await moveOperation(db, operationId, operation.state, "undoing");
    return ok(null);
  },
  audit: () => null,
});

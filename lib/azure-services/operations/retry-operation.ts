import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { azureOperations, azureSignIns } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { moveOperation } from "./operation-store";

/** Most kinds work in one tenant; then only one of its administrators can go on. */
const ofTenant = z.object({ tenantId: z.guid() });

/**
 * Goes on with an operation that stopped at a step, or that lost its administrator: from that step, not from the
 * beginning. With `signInId` it goes on as the administrator who signed in anew.
 */
export const retryOperation = defineCommand({
  name: "retry-operation",
  action: "azure-apps.manage",
  input: z.object({ operationId: z.guid(), signInId: z.guid().nullable() }),
  async run({ db, actor }, { operationId, signInId }) {
    const [operation] = await db
      .select()
      .from(azureOperations)
      .where(eq(azureOperations.id, operationId))
      .for("update");
    if (!operation) return fail("operation-not-found");
    const { state } = operation;
    if (state !== "stopped" && state !== "sign-in-needed")
      return fail("operation-not-waiting", { params: { state } });
    if (signInId) {
      const [signIn] = await db.select().from(azureSignIns).where(eq(azureSignIns.id, signInId));
      if (signIn?.state !== "signed-in" || signIn.requestedBy !== actorName(actor))
        return fail("sign-in-not-found", { field: "signInId" });
      if (signIn.environmentId !== operation.environmentId)
        return fail("sign-in-of-another-cloud", { field: "signInId" });
      const tenant = ofTenant.safeParse(operation.input).data?.tenantId;
      if (tenant && signIn.account?.tenantId !== tenant)
        return fail("sign-in-of-another-tenant", { field: "signInId", params: { tenant } });
    } else if (state === "sign-in-needed") return fail("sign-in-not-found", { field: "signInId" });
    const goesOn = { failureCode: null, failureParams: null, ...(signInId && { signInId }) };
    await moveOperation(db, operationId, state, "running", goesOn);
    return ok({ kind: operation.kind });
  },
  audit: () => null,
});

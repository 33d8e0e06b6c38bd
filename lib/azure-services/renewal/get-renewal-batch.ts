import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { azureApplications, azureOperations, azureTenants } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { type OperationView, operationView } from "../operations/get-operation";
import { OVER_STATES } from "../operations/model";

export interface RenewalOfBatch extends OperationView {
  /** Empty when the app was deleted since. */
  applicationName: string;
  tenantName: string;
}

/** How far the renewals that were asked for together are. */
export const getRenewalBatch = defineQuery({
  name: "get-renewal-batch",
  action: "azure-services.view",
  input: z.object({ batchId: z.guid() }),
  async run({ db, actor }, { batchId }) {
    const rows = await db
      .select({
        operation: azureOperations,
        applicationName: azureApplications.name,
        tenantName: azureTenants.name,
      })
      .from(azureOperations)
      .leftJoin(azureApplications, eq(azureApplications.id, azureOperations.applicationId))
      .leftJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
      .where(eq(azureOperations.batchId, batchId))
      .orderBy(azureTenants.name, azureApplications.name, azureOperations.id);
    if (rows.length === 0) return fail("operation-not-found");
    const reader = actorName(actor);
    const operations = rows.map(
      ({ operation, applicationName, tenantName }): RenewalOfBatch => ({
        ...operationView(operation, reader),
        applicationName: applicationName ?? "",
        tenantName: tenantName ?? "",
      }),
    );
    const over: readonly string[] = OVER_STATES;
    const done = operations.filter(({ state }) => over.includes(state)).length;
    return ok({ operations, done, total: operations.length });
  },
});

import type { Database } from "@/lib/db/connection";
import type { azureApplicationSecrets, azureApplications } from "@/lib/db/schema";
import { OperationFailure, type OperationRow } from "../operations/model";
import { duplicateOf } from "./find-duplicates";
import { ensureTenant, saveApplication } from "./save-application";

interface NewApplication {
  operation: Pick<OperationRow, "id" | "environmentId" | "requestedBy">;
  tenant: { tenantId: string; name: string; domain: string | null };
  application: Omit<
    typeof azureApplications.$inferInsert,
    "id" | "tenant" | "origin" | "createdAt" | "createdBy"
  >;
  secret: Omit<typeof azureApplicationSecrets.$inferInsert, "applicationId" | "state"> | null;
  at: Date;
}

/**
 * The rows of an app that was made in Azure, in the transaction that ends its operation.
 * @throws OperationFailure when the product has such an app by now
 */
export async function saveNewApplication(tx: Database, made: NewApplication): Promise<void> {
  const { operation, tenant, application, secret, at } = made;
  const by = { createdAt: at, createdBy: operation.requestedBy };
  try {
    const id = await ensureTenant(tx, { ...by, ...tenant, environmentId: operation.environmentId });
    await saveApplication(tx, {
      tenant: id,
      operationId: operation.id,
      application: { ...application, ...by, origin: "created" },
      secret,
    });
  } catch (error) {
    const duplicate = duplicateOf(error);
    if (!duplicate) throw error;
    throw new OperationFailure(duplicate.code, {
      name: application.name,
      tenant: tenant.name,
      uri: application.appIdUri ?? "",
    });
  }
}

import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureOperations } from "@/lib/db/schema";
import { RENEW_SECRET_KEY } from "./orders";

/** Name of the key that an operation makes in Azure: it finds the key again when the answer was lost. */
export const secretNameOf = (operationId: string): string => `Service connection point ${operationId}`;

/** Names of keys that renewals of the app made and that nobody uses: those of this one, and of those that failed. */
export async function readOrphanNames(
  db: Database,
  operation: { id: string; applicationId: string | null },
): Promise<ReadonlySet<string>> {
  const failed = operation.applicationId
    ? await db
        .select({ id: azureOperations.id })
        .from(azureOperations)
        .where(
          and(
            eq(azureOperations.applicationId, operation.applicationId),
            eq(azureOperations.kind, RENEW_SECRET_KEY.kind),
            eq(azureOperations.state, "failed"),
          ),
        )
    : [];
  return new Set([operation.id, ...failed.map(({ id }) => id)].map(secretNameOf));
}

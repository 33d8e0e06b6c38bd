import { and, eq, isNotNull, notInArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureOperations, roleChangeSecrets } from "@/lib/db/schema";
import { SECRET_SORT_NAMES, SECRET_SORTS } from "./sealed-secrets";

/**
 * What the old server sealed to the new one takes the place of what was sealed to the old one, in the transaction in
 * which the role changes hands. Everything else stays sealed to the old server, and is seen to be unreadable.
 */
export async function putSecretsInPlace(tx: Database, changeId: string): Promise<void> {
  const rows = await tx.select().from(roleChangeSecrets).where(eq(roleChangeSecrets.roleChangeId, changeId));
  for (const sort of SECRET_SORT_NAMES) {
    const prefix = `${sort}:`;
    for (const { secret, sealed, sealedTo, source } of rows)
      if (secret.startsWith(prefix))
        await SECRET_SORTS[sort].put(tx, { id: secret.slice(prefix.length), sealed, sealedTo, source });
  }
  // An operation that goes on would take what it carries for sealed to whoever works it.
  const kept = rows.flatMap(({ secret }) => secret.match(/^operation-secret:(.+)$/)?.[1] ?? []);
  await tx
    .update(azureOperations)
    .set({ sealed: null })
    .where(and(isNotNull(azureOperations.sealed), notInArray(azureOperations.id, kept)));
  await tx.delete(roleChangeSecrets).where(eq(roleChangeSecrets.roleChangeId, changeId));
}

import { and, inArray, isNotNull, lt } from "drizzle-orm";
import { azureOperations } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { OVER_STATES } from "../operations/model";
import { VERIFICATION_COUNTS_MS } from "./find-verification";

/**
 * The sealed secret of a verification that nobody imported goes when the verification counts no longer. Most looks find
 * none, and write nothing.
 */
export async function forgetVerifiedSecrets(thread: ThreadContext): Promise<void> {
  const before = new Date(thread.clock.now().getTime() - VERIFICATION_COUNTS_MS);
  const outdated = and(
    isNotNull(azureOperations.sealed),
    inArray(azureOperations.state, [...OVER_STATES]),
    lt(azureOperations.finishedAt, before),
  );
  const [one] = await thread.db
    .select({ id: azureOperations.id })
    .from(azureOperations)
    .where(outdated)
    .limit(1);
  if (one) await asOwner(thread, (tx) => tx.update(azureOperations).set({ sealed: null }).where(outdated));
}

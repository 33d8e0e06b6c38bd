import { max, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { usageDataRelevance } from "@/lib/db/schema";
import type { Relevance } from "./ingestion-protocol";

/**
 * Takes what the service said of every update in the place of what it said before; SMS_HIERARCHY_MANAGER judges anew
 * then. Call it inside a transaction.
 * @param carrier `online`: the service has just said so, whatever its clock shows; `tool`: a transfer package says when
 * @returns false when something newer is known already, because a transfer package came back late
 */
export async function storeRelevance(
  tx: Database,
  relevance: Relevance,
  carrier: "online" | "tool",
): Promise<boolean> {
  // A receipt and a check may bring one each at the same time. Readers are not held up.
  await tx.execute(sql`lock table ${usageDataRelevance} in exclusive mode`);
  const [known] = await tx.select({ at: max(usageDataRelevance.evaluatedAt) }).from(usageDataRelevance);
  const evaluatedAt = new Date(relevance.evaluatedAt);
  if (carrier === "tool" && known?.at && known.at > evaluatedAt) return false;
  await tx.delete(usageDataRelevance);
  const { bodySha256, updates } = relevance;
  if (updates.length > 0) {
    await tx.insert(usageDataRelevance).values(
      updates.map(({ packageGuid, relevant, reason }) => ({
        packageGuid,
        relevant,
        reason: relevant ? null : (reason ?? null),
        evaluatedAt,
        bodySha256,
      })),
    );
  }
  await publish(tx, { topic: "usage-data", key: "relevance" });
  return true;
}

import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  cloudEnvironments,
  serviceConnectionPoint,
  usageDataRelevance,
  usageDataUploads,
} from "@/lib/db/schema";

/** What the cloud said of the updates last. */
export interface KnownRelevance {
  /** Whether the cloud has accepted usage data of this hierarchy at all: before, it says nothing. */
  accepted: boolean;
  /** By package GUID. */
  updates: Record<string, { relevant: boolean; reason: string | null }>;
}

/** @returns null where the cloud takes no usage data, so that it does not say what is relevant either */
export async function readRelevance(db: Database): Promise<KnownRelevance | null> {
  const [environment] = await db
    .select({ usageDataUrl: cloudEnvironments.usageDataUrl })
    .from(serviceConnectionPoint)
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, serviceConnectionPoint.environmentId));
  if (!environment?.usageDataUrl) return null;
  const rows = await db
    .select({
      packageGuid: usageDataRelevance.packageGuid,
      relevant: usageDataRelevance.relevant,
      reason: usageDataRelevance.reason,
    })
    .from(usageDataRelevance)
    .orderBy(usageDataRelevance.packageGuid);
  const [accepted] = await db
    .select({ runId: usageDataUploads.runId })
    .from(usageDataUploads)
    .where(eq(usageDataUploads.state, "accepted"))
    .limit(1);
  return {
    accepted: accepted !== undefined || rows.length > 0,
    updates: Object.fromEntries(rows.map(({ packageGuid, ...said }) => [packageGuid, said])),
  };
}

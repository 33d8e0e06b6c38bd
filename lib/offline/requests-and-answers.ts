import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { cloudEnvironments, offlineRequests, serviceConnectionPoint, usageDataRuns } from "@/lib/db/schema";
import { CatalogueError } from "@/lib/updates/catalogue/catalogue-failure";
import {
  type Receipt,
  type Relevance,
  receiptSchema,
  relevanceSchema,
} from "@/lib/usage-data/ingestion-protocol";
import { TransferError } from "./failure";
import { RECEIPT, RELEVANCE, REQUEST, signatureOf, transferRequest } from "./model";
import { parseJson, parseSignature, type TransferPackage } from "./open-package";
import { isSignatureOf } from "./signing";

const REQUEST_BYTES_MAX = 2 * 1024 * 1024;
const RECEIPT_BYTES_MAX = 2 * 1024 * 1024;

/**
 * Believes that a package answers a request of this hierarchy that nobody answered yet: it carries the very request,
 * signed by this hierarchy's own key.
 * @throws TransferError
 */
export async function requireOurAnswer(db: Database, pack: TransferPackage): Promise<void> {
  const { kind, requestId } = pack.contents;
  if (kind !== "answer") throw new TransferError("transfer-kind-wrong", {});
  const [request] = await db
    .select({ publicKey: offlineRequests.publicKey, answeredAt: offlineRequests.answeredAt })
    .from(offlineRequests)
    .where(eq(offlineRequests.requestId, requestId));
  if (!request) throw new TransferError("transfer-other-hierarchy", {});
  const bytes = await pack.read(REQUEST, REQUEST_BYTES_MAX);
  const signature = parseSignature(await pack.read(signatureOf(REQUEST), 4096), signatureOf(REQUEST));
  const parsed = transferRequest.safeParse(parseJson(bytes, REQUEST));
  const isOurs =
    signature.publicKey === request.publicKey &&
    isSignatureOf(bytes, signature) &&
    parsed.data?.requestId === requestId;
  if (!isOurs) throw new TransferError("transfer-signature-invalid", { path: REQUEST });
  if (request.answeredAt !== null) throw new TransferError("transfer-request-answered", {});
}

/** What the ingestion service gave the tool along. */
export interface CloudAnswer {
  receipt: Receipt | null;
  relevance: Relevance | null;
}

/** @throws TransferError `transfer-receipt-foreign` when the receipt is not for the batch of the request */
export async function readCloudAnswer(db: Database, pack: TransferPackage): Promise<CloudAnswer> {
  const receipt = await readJson(pack, RECEIPT, receiptSchema);
  if (receipt) {
    const [sent] = await db
      .select({ sha256: usageDataRuns.bodySha256 })
      .from(offlineRequests)
      .innerJoin(usageDataRuns, eq(usageDataRuns.runId, offlineRequests.runId))
      .where(eq(offlineRequests.requestId, pack.contents.requestId));
    // A run that was removed meanwhile cannot be compared, and nothing waits for its receipt.
    if (sent && sent.sha256 !== receipt.bodySha256) throw new TransferError("transfer-receipt-foreign", {});
  }
  return { receipt, relevance: receipt?.relevance ?? (await readJson(pack, RELEVANCE, relevanceSchema)) };
}

async function readJson<T>(
  pack: TransferPackage,
  path: string,
  schema: { safeParse(json: unknown): { success: true; data: T } | { success: false } },
): Promise<T | null> {
  if (!pack.has(path)) return null;
  const parsed = schema.safeParse(parseJson(await pack.read(path, RECEIPT_BYTES_MAX), path));
  if (!parsed.success) throw new TransferError("transfer-not-a-package", { path });
  return parsed.data;
}

/**
 * The cloud whose catalogue the package must be of.
 * @throws CatalogueError `catalogue-not-configured`
 */
export async function readCatalogueTrust(db: Database) {
  const [environment] = await db
    .select({ id: cloudEnvironments.id, catalogueTrustedRoot: cloudEnvironments.catalogueTrustedRoot })
    .from(serviceConnectionPoint)
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, serviceConnectionPoint.environmentId));
  if (!environment?.catalogueTrustedRoot)
    throw new CatalogueError("catalogue-not-configured", { environment: environment?.id ?? "" });
  return environment;
}

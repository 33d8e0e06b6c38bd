import { createHash, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Database } from "@/lib/db/connection";
import { usageDataRuns, usageDataUploads } from "@/lib/db/schema";
import { outcomeOf } from "@/lib/usage-data/document-rows";
import type { UsageDataLevel, UsageDocument, UsageDocumentItem } from "@/lib/usage-data/model";

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

interface CompleteRun {
  at: Date;
  items: UsageDocumentItem[];
  level: UsageDataLevel;
  purpose: "scheduled" | "requested" | "preview";
  /** The state of its upload; null: it has none. */
  upload: typeof usageDataUploads.$inferSelect.state | null;
}

/** A collection that is complete, with the very document and its hashes. */
export async function createUsageDataRun(
  db: Database,
  { at, items, level = 2, purpose = "requested", upload = null }: Partial<CompleteRun> & { at: Date },
) {
  const runId = randomUUID();
  const document: UsageDocument = {
    schemaVersion: 1,
    runId,
    hierarchy: "N0cI//dxndWXnsh11WzSKG9tPPfsMXo7JWMqqyjsN7s=",
    level,
    productVersion: "5.00.8968.1000",
    collectedAt: at.toISOString(),
    items: items ?? [{ id: "B-03", level: 1, value: { sites: [] } }],
  };
  const text = Buffer.from(JSON.stringify(document));
  const body = gzipSync(text);
  await db.insert(usageDataRuns).values({
    runId,
    purpose,
    level,
    state: "complete",
    requestedBy: "test",
    requestedAt: at,
    startedAt: at,
    finishedAt: at,
    items: document.items.map((item) => ({ id: item.id, outcome: outcomeOf(item), durationMs: 1 })),
    documentBytes: text.length,
    documentSha256: sha256(text),
    body,
    bodySha256: sha256(body),
  });
  if (upload) {
    await db
      .insert(usageDataUploads)
      .values({ runId, state: upload, bytesTotal: body.length, createdAt: at });
  }
  return { runId, text: text.toString(), body, bodySha256: sha256(body), documentSha256: sha256(text) };
}

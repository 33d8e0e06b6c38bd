import { createHash } from "node:crypto";
import type { UsageDocument } from "@/lib/usage-data/model";
import { readDocument } from "@/lib/usage-data/read-document";
import type { BatchMetadata } from "@/lib/usage-data/upload-metadata";

/** Why a whole batch is not taken. */
export type BatchFault = "checksum-mismatch" | "document-invalid" | "hierarchy-mismatch" | "level-exceeded";

/** Believes a batch only when its bytes, its form and its sender are what was announced. */
export async function examineBatch(
  body: Buffer,
  { sha256, hierarchy }: BatchMetadata,
): Promise<UsageDocument | BatchFault> {
  if (createHash("sha256").update(body).digest("hex") !== sha256) return "checksum-mismatch";
  // Unpacking is bounded; what is no gzip, too large or another form is one and the same fault to the service.
  const document = await readDocument(body).catch(() => null);
  if (document === null) return "document-invalid";
  if (document.hierarchy !== hierarchy) return "hierarchy-mismatch";
  const isAbove = document.items.some(({ level }) => level > document.level);
  return isAbove ? "level-exceeded" : document;
}

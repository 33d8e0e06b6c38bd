import type { UsageDocument } from "./model";

/** The forms in which a document can be taken along. */
export const EXPORT_FORMATS = ["json.gz", "json", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The name a document has as a file, the same in every language. */
export const usageDataFileName = (
  { collectedAt, runId }: Pick<UsageDocument, "collectedAt" | "runId">,
  format: ExportFormat,
): string => `usage-data-${collectedAt.slice(0, 10)}-${runId.slice(0, 8)}.${format}`;

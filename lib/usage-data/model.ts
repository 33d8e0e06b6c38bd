import { z } from "zod";

/** The three cumulative levels (reference/usage-data.md §2). */
export const USAGE_DATA_LEVELS = { 1: "basic", 2: "enhanced", 3: "full" } as const;

export type UsageDataLevel = keyof typeof USAGE_DATA_LEVELS;

export const usageDataLevel = z.union([z.literal(1), z.literal(2), z.literal(3)]);

/** What leaves is JSON; a value never carries more than counts, settings, versions and keyed hashes. */
export type UsageValue = z.infer<ReturnType<typeof z.json>>;

const absent = z.strictObject({ id: z.string(), level: usageDataLevel, absent: z.string() });
const failed = z.strictObject({ id: z.string(), level: usageDataLevel, failed: z.string() });
// Documents are parsed from text: whatever JSON.parse gives is JSON, and walking through it once more costs as much again.
const anyJson = z.custom<UsageValue>((value) => value !== undefined);
const collected = z.strictObject({ id: z.string(), level: usageDataLevel, value: anyJson });

/** One item of a document: its value, or the code that says why there is none. */
export const usageDocumentItem = z.union([collected, absent, failed]);

/**
 * The document that leaves, before compression. It is written once, at collection, with sorted keys and no white
 * space; what is shown, downloaded, uploaded and carried is this very text.
 */
export const usageDocument = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.guid(),
  /** Keyed hash of the hierarchy's id: the same in every document of a hierarchy. */
  hierarchy: z.string(),
  level: usageDataLevel,
  /** Full version of the top-level site. */
  productVersion: z.string(),
  collectedAt: z.iso.datetime(),
  items: z.array(usageDocumentItem),
});

export type UsageDocument = z.infer<typeof usageDocument>;
export type UsageDocumentItem = z.infer<typeof usageDocumentItem>;

/** Larger documents are a fault of a collector, not data. */
export const USAGE_DOCUMENT_MAX_BYTES = 32 * 1024 * 1024;

/** Collections that one answer lists: a year of weeks. */
export const RUNS_PAGE_ROWS = 52;

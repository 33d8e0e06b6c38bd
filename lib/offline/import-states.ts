import type { offlineImports } from "@/lib/db/schema";

export type OfflineImportState = (typeof offlineImports.$inferSelect)["state"];

/**
 * The way of a transfer package that came back. SMS_DMP_DOWNLOADER examines, imports and refuses; an administrator
 * approves; both may give it up. Examining that a kill interrupted begins again, an import goes on.
 */
export const IMPORT_STATES = {
  uploading: ["received", "refused", "canceled"],
  received: ["examining", "canceled"],
  examining: ["received", "examined", "refused", "canceled"],
  examined: ["approved", "canceled"],
  approved: ["importing", "refused", "canceled"],
  importing: ["imported", "refused", "canceled"],
  imported: [],
  refused: [],
  canceled: [],
} as const satisfies Record<OfflineImportState, readonly OfflineImportState[]>;

/** An administrator gives these up at once. */
export const RESTING_STATES = ["uploading", "received", "examined", "approved"] as const;
/** These end at the next moment their thread may stop. */
export const WORKING_STATES = ["examining", "importing"] as const;
export const OPEN_STATES = [...RESTING_STATES, ...WORKING_STATES] as const;

export const isOpen = (state: OfflineImportState): boolean => IMPORT_STATES[state].length > 0;

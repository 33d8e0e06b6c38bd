import type { usageDataUploads } from "@/lib/db/schema";

export type UploadState = (typeof usageDataUploads.$inferSelect)["state"];

/**
 * What may follow what. A batch that is on its way when a newer one or a lower level discards it may have arrived
 * already: then the service's receipt has the last word, because what has left has left.
 */
export const UPLOAD_TRANSITIONS = {
  pending: ["uploading", "accepted", "discarded"],
  uploading: ["pending", "waiting", "accepted", "refused", "discarded"],
  waiting: ["uploading", "pending", "accepted", "discarded"],
  refused: ["accepted"],
  discarded: ["accepted"],
  accepted: [],
} as const satisfies Record<UploadState, readonly UploadState[]>;

/** Nobody has said yet what becomes of them. */
export const OPEN_UPLOAD_STATES = ["pending", "uploading", "waiting"] as const satisfies UploadState[];

/** The states that may turn into `to`, for the condition of an update. */
export const statesBefore = (to: UploadState): UploadState[] =>
  (Object.keys(UPLOAD_TRANSITIONS) as UploadState[]).filter((from) =>
    (UPLOAD_TRANSITIONS[from] as readonly UploadState[]).includes(to),
  );

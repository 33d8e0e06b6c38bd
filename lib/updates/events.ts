/** What can happen to a package; the sentences are in the messages under `updates.events`. */
export const UPDATE_EVENTS = [
  "found",
  "revised",
  "withdrawn",
  "republished",
  "applicable",
  "not-applicable",
  "not-needed",
  "applicability-failed",
  "download-requested",
  "download-started",
  "download-resumed",
  "download-pause-requested",
  "download-paused",
  "download-cancel-requested",
  "download-canceled",
  "download-waiting",
  "download-failed",
  "file-verified",
  "file-refused",
  "ready-to-install",
] as const;

export type UpdateEventCode = (typeof UPDATE_EVENTS)[number];

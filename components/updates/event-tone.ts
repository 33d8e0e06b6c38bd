import type { Tone } from "@/components/ui/badge";
import type { UpdateEventCode } from "@/lib/updates/events";

const TONES = {
  found: "accent",
  "hotfix-imported": "accent",
  revised: "accent",
  withdrawn: "warning",
  republished: "accent",
  applicable: "success",
  "not-applicable": "neutral",
  "not-needed": "neutral",
  "applicability-failed": "danger",
  "download-requested": "accent",
  "download-started": "info",
  "download-resumed": "info",
  "download-pause-requested": "accent",
  "download-paused": "warning",
  "download-cancel-requested": "accent",
  "download-canceled": "warning",
  "download-waiting": "warning",
  "download-failed": "danger",
  "file-verified": "success",
  "file-refused": "danger",
  "ready-to-install": "success",
  "prerequisite-check-requested": "accent",
  "installation-requested": "accent",
  "content-prepared": "info",
  "prerequisite-check-completed": "success",
  "stopped-by-warnings": "warning",
  "stopped-by-errors": "danger",
  "replication-failed": "danger",
  "warnings-ignored": "warning",
  "installation-started": "info",
  "installation-failed": "danger",
  installed: "success",
  "retry-requested": "accent",
  "site-retry-requested": "accent",
  "servicing-canceled": "warning",
  reset: "warning",
  "reset-with-content": "warning",
  "content-delete-requested": "accent",
  "content-deleted": "neutral",
  "secondary-upgrade-requested": "accent",
} as const satisfies Record<UpdateEventCode, Tone>;

/** The colour of a timeline entry; an event of a later version than this page has none. */
export const eventTone = (code: string): Tone =>
  Object.hasOwn(TONES, code) ? TONES[code as UpdateEventCode] : "neutral";

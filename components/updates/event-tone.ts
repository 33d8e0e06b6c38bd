import type { Tone } from "@/components/ui/badge";
import type { UpdateEventCode } from "@/lib/updates/events";

const TONES = {
  found: "accent",
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
} as const satisfies Record<UpdateEventCode, Tone>;

/** The colour of a timeline entry; an event of a later version than this page has none. */
export const eventTone = (code: string): Tone =>
  Object.hasOwn(TONES, code) ? TONES[code as UpdateEventCode] : "neutral";

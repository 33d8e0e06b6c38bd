import type { DownloadPhase, DownloadStatus, UpdateSummary } from "@/lib/updates/model";
import { consoleState } from "@/lib/updates/state-machine";

export type UpdateAction = "download" | "pause" | "resume" | "cancel";

/** A phase, or the way to the one the administrator asked for. */
export type ShownPhase = DownloadPhase | "pausing" | "resuming" | "canceling";

/** Phases in which a download still occupies the downloader or may go on by itself or by *Resume*. */
const OPEN_PHASES = [
  "queued",
  "downloading",
  "waiting",
  "verifying",
  "paused",
] as const satisfies DownloadPhase[];
type OpenPhase = (typeof OPEN_PHASES)[number];

type OpenDownload = DownloadStatus & { phase: OpenPhase };

const isOpen = (download: DownloadStatus): download is OpenDownload =>
  (OPEN_PHASES as readonly DownloadPhase[]).includes(download.phase);

/** The package's download while it is not over, else null. */
export function openDownload(update: Pick<UpdateSummary, "download">): OpenDownload | null {
  return update.download && isOpen(update.download) ? update.download : null;
}

/**
 * What to call the download now. A wish that the thread has not followed yet is shown as being under way, so
 * that a click is answered at once and nobody clicks twice.
 */
export function shownPhase(download: Pick<DownloadStatus, "phase" | "desired">): ShownPhase {
  if (!(OPEN_PHASES as readonly DownloadPhase[]).includes(download.phase)) return download.phase;
  if (download.desired === "cancel") return "canceling";
  if (download.desired === "pause") return download.phase === "paused" ? "paused" : "pausing";
  return download.phase === "paused" ? "resuming" : download.phase;
}

/** Whether bytes flow, so that a rate and a remaining time make sense. */
export const isFlowing = (download: Pick<DownloadStatus, "phase" | "desired">): boolean =>
  shownPhase(download) === "downloading";

/** What an administrator with the permission may do with the package's content now, the main action first. */
export function offeredActions(update: Pick<UpdateSummary, "state" | "download">): readonly UpdateAction[] {
  const open = openDownload(update);
  if (open) {
    switch (shownPhase(open)) {
      case "canceling":
        return [];
      case "paused":
        return ["resume", "cancel"];
      // The thread follows within half a second; until then there is nothing to go on with.
      case "pausing":
        return ["cancel"];
      default:
        return ["pause", "cancel"];
    }
  }
  const state = consoleState(update.state);
  return state === "available-to-download" || state === "failed-to-download" ? ["download"] : [];
}

import { Day } from "@/lib/clock";
import type { Mode } from "@/lib/hierarchy/model";
import type { OfflineImportState } from "./import-states";

/** After this long without a round trip, updates of the catalogue and usage data are out of date. */
export const STALE_AFTER_DAYS = 30;

export interface OfflineFacts {
  runningMode: Mode | null;
  configuredMode: Mode;
  request: { state: "waiting" | "prepared" | "failed"; answeredAt: Date | null } | null;
  /** The import that is under way. */
  import: { state: OfflineImportState; error: boolean } | null;
  /** Whether an answer to our request lies in a transfer folder. */
  answerFound: boolean;
  lastRoundTripAt: Date | null;
  now: Date;
}

/** What to do, or to wait for, next. Its words are in the messages under `offline.nextStep`. */
export type OfflineStep =
  | "online"
  | "restart"
  | "start-thread"
  | "finish-upload"
  | "examining"
  | "decide"
  | "importing"
  | "medium-missing"
  | "import"
  | "preparing"
  | "prepare-again"
  | "carry"
  | "prepare"
  | "stale"
  | "current";

const STEP_OF_IMPORT: Partial<Record<OfflineImportState, OfflineStep>> = {
  uploading: "finish-upload",
  received: "examining",
  examining: "examining",
  examined: "decide",
  approved: "importing",
  importing: "importing",
};

/** Chooses by how near the end of the round trip it is: an answer that is here comes before a request that is out. */
export function nextOfflineStep(facts: OfflineFacts): OfflineStep {
  const { runningMode, configuredMode, request } = facts;
  if (runningMode !== null && runningMode !== configuredMode) return "restart";
  if (configuredMode === "online") return "online";
  if (runningMode === null) return "start-thread";
  const underWay = facts.import && STEP_OF_IMPORT[facts.import.state];
  if (underWay) return underWay === "importing" && facts.import?.error ? "medium-missing" : underWay;
  if (facts.answerFound) return "import";
  if (request?.state === "waiting") return "preparing";
  if (request?.state === "failed") return "prepare-again";
  if (request?.state === "prepared" && request.answeredAt === null) return "carry";
  if (facts.lastRoundTripAt === null) return "prepare";
  return isStale(facts.lastRoundTripAt, facts.now) ? "stale" : "current";
}

export const isStale = (lastRoundTripAt: Date, now: Date): boolean =>
  now.getTime() - lastRoundTripAt.getTime() > STALE_AFTER_DAYS * Day.ms;

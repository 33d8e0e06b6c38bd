import type { ErrorDetail } from "../model";

/** `SMS_CM_UpdatePackages.PrereqFlag` (reference/updates.md §9.1). */
export const PREREQ_FLAG = { stopOnWarning: 0, prereqOnly: 1, continueOnWarning: 2 } as const;

export type ServicingPhase = "replication" | "prerequisites" | "installation" | "post-installation";

/** `IsComplete` of the product's monitoring classes (reference/updates.md §8); 5 is ours: nothing to do here. */
export const STEP_STATE = {
  notStarted: 0,
  inProgress: 1,
  success: 2,
  warning: 3,
  failure: 4,
  notNeeded: 5,
} as const;
export type StepState = (typeof STEP_STATE)[keyof typeof STEP_STATE];

/** One step of a phase at one site, as Updates and Servicing Status shows it. */
export interface ServicingStep {
  phase: ServicingPhase;
  /** Its words are in the messages under `servicing.steps`. */
  step: string;
  /** `StageId`/`SubStageID` of the product in hex, where it is known. */
  stageId: string | null;
  component: string;
  logFile: string;
  isComplete: StepState;
  progress: number;
  detail: ErrorDetail | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface PrereqResult {
  /** Its words are in the messages under `prerequisites.rules`. */
  rule: string;
  category: string;
  severity: "warning" | "error";
  result: "passed" | "warning" | "error";
  params: Record<string, string | number>;
  /** Portal path that leads to the cure. */
  link: string | null;
  checkedAt: Date;
}

export interface SiteReplication {
  state: string;
  bytesTotal: number;
  bytesDone: number;
  bytesPerSecond: number | null;
  attempts: number;
  nextAttemptAt: Date | null;
  error: ErrorDetail | null;
  createdAt: Date;
  startedAt: Date | null;
  storedAt: Date | null;
  validatedAt: Date | null;
  nextValidationAt: Date | null;
  damagedPieces: number;
}

/** How far a package is at one site. */
export interface SiteServicing {
  siteCode: string;
  siteName: string;
  siteType: 1 | 2 | 4;
  siteVersion: string;
  siteServer: string | null;
  state: number;
  prereqFlag: number;
  siteInstallId: number;
  lastUpdateTime: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  error: ErrorDetail | null;
  replication: SiteReplication | null;
  prereqs: PrereqResult[];
  /** In the order of the product's list. */
  steps: ServicingStep[];
}

/** What an administrator asked of a package. */
export interface ServicingRun {
  id: string;
  prereqFlag: number;
  features: string[];
  clientOption: "upgrade" | "pre-production" | null;
  requestedBy: string;
  requestedAt: Date;
  finishedAt: Date | null;
  finalState: number | null;
}

/** All of Updates and Servicing Status for one package. */
export interface UpdateServicing {
  packageGuid: string;
  name: string;
  state: number;
  run: ServicingRun | null;
  /** Newest first. */
  runs: ServicingRun[];
  /** The top-level site first, then its child primaries by site code, then secondaries that are being upgraded. */
  sites: SiteServicing[];
}

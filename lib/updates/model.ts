import type { ApplicabilityReason } from "@/lib/db/schema";

export type DownloadPhase =
  | "queued"
  | "downloading"
  | "waiting"
  | "verifying"
  | "paused"
  | "canceled"
  | "done"
  | "failed"
  | "removing";

/** Why something was refused or failed: a code whose sentence is in the messages, and its data. */
export interface ErrorDetail {
  code: string;
  params: Record<string, string | number>;
}

export interface DownloadStatus {
  phase: DownloadPhase;
  desired: "run" | "pause" | "cancel";
  bytesDone: number;
  bytesPerSecond: number | null;
  attempts: number;
  nextAttemptAt: Date | null;
  error: ErrorDetail | null;
  requestedBy: string;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** A row of Updates and Servicing. */
export interface UpdateSummary {
  packageGuid: string;
  name: string;
  fullVersion: string;
  dateReleased: Date;
  lastUpdateTime: Date;
  state: number;
  /**
   * The console's list leaves it out: not needed, not applicable, withdrawn before it was downloaded, or an
   * installed one that was replaced.
   */
  hidden: boolean;
  /** When the publisher took it out of the catalogue; null while it is published. */
  withdrawnAt: Date | null;
  /** The applicability rules that are not fulfilled; empty for a package that applies. */
  unmetRules: ApplicabilityReason[];
  /** Bits: 1 site server, 2 console, 4 client, 8 new features, 16 bug fixes. */
  impact: number;
  updateType: number;
  totalBytes: number;
  download: DownloadStatus | null;
  /** Flag of the latest run: bit 1 prerequisite check only, bit 2 continue on warnings. */
  prereqFlag: number;
  /** Null until the package's content was prepared for the sites. */
  servicing: ServicingProgress | null;
}

/** How far a package is over the top-level site and its child primaries. */
export interface ServicingProgress {
  sites: number;
  installed: number;
  failed: number;
  /** Sites whose prerequisite check ended with warnings. */
  warned: number;
  bytesDone: number;
  bytesTotal: number;
  bytesPerSecond: number | null;
  /** 0…1 over the sites and their steps. */
  installedFraction: number;
}

export interface UpdateFile {
  path: string;
  kind: "payload" | "redist";
  bytes: number;
  bytesDone: number;
  sha256: string;
  verifiedAt: Date | null;
}

export interface UpdateEvent {
  id: number;
  time: Date;
  code: string;
  params: Record<string, string | number>;
  actor: string;
}

export interface UpdateLogLine {
  id: number;
  time: Date;
  /** The site whose server wrote the line. */
  siteCode: string;
  logFile: string;
  component: string;
  severity: 1 | 2 | 3;
  message: string;
}

export interface UpdateDetail extends UpdateSummary {
  description: { en: string; de?: string };
  moreInfoLink: string | null;
  clientVersion: string | null;
  minCmVersion: string;
  maxCmVersion: string;
  prerequisite: { packageGuid: string; name: string | null; state: number | null } | null;
  supersedes: { packageGuid: string; name: string | null }[];
  applicability: ApplicabilityReason[];
  applicabilityCheckedAt: Date | null;
  files: UpdateFile[];
  /** Oldest first. */
  events: UpdateEvent[];
  /** Newest last; at most 500. `listUpdateLogLines` has the rest. */
  logLines: UpdateLogLine[];
}

/** The catalogue check as the overview and the list show it. */
export interface UpdateCheckStatus {
  requestedAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  succeededAt: Date | null;
  nextCheckAt: Date | null;
  running: boolean;
  error: ErrorDetail | null;
  metadataVersions: { root: number; timestamp: number; snapshot: number; targets: number } | null;
}

import type { ErrorDetail } from "../updates/model";
import type { DistributionState } from "./distribution";
import type { RouteObstacle } from "./route";

/** How far the content of a package is at one site. */
export interface SiteReplicationRow {
  siteCode: string;
  siteName: string;
  siteType: 1 | 2 | 4;
  parentSiteCode: string | null;
  packageId: string;
  version: number;
  state: DistributionState;
  /** What holds a waiting transfer back now; null when nothing does. */
  waitsFor: RouteObstacle["reason"] | null;
  bytesTotal: number;
  bytesDone: number;
  bytesPerSecond: number | null;
  /** Time behind the top-level site, in milliseconds; 0 once it has the same. */
  lagMs: number | null;
  /** Estimated, in milliseconds. */
  remainingMs: number | null;
  attempts: number;
  nextAttemptAt: Date | null;
  error: ErrorDetail | null;
  jobId: string | null;
  sendRequestId: string | null;
  createdAt: Date;
  startedAt: Date | null;
  storedAt: Date | null;
  validatedAt: Date | null;
  nextValidationAt: Date | null;
  validationRequestedAt: Date | null;
  damagedPieces: number;
}

/** A file replication route between a site and a child primary, with its limits. */
export interface FileReplicationRouteRow {
  sourceSiteCode: string;
  sourceSiteName: string;
  destinationSiteCode: string;
  destinationSiteName: string;
  /** Null: no limit. */
  bytesPerSecond: number | null;
  /** 168 of `0` and `1` from Sunday 00:00 UTC; null: always open. */
  openHours: string | null;
  open: boolean;
  /** Null while it is open, and when it never opens. */
  opensAt: Date | null;
  messagingEnabled: boolean;
  updatedAt: Date | null;
  updatedBy: string | null;
}

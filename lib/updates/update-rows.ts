import { getTableColumns } from "drizzle-orm";
import { type updateDownloads, updatePackages } from "@/lib/db/schema";
import { installedSuccessor } from "./applicability";
import { compareCmVersions } from "./cm-version";
import type { DownloadStatus, ErrorDetail, ServicingProgress, UpdateSummary } from "./model";
import { isDownloaded, isHiddenState, UPDATE_STATE } from "./state-machine";

const { manifestEntry: _, ...columns } = getTableColumns(updatePackages);
/** Without the catalogue's entry, which is the greater part of a row and only of use to the judgement. */
export const PACKAGE_COLUMNS = columns;

type PackageRow = Omit<typeof updatePackages.$inferSelect, "manifestEntry">;
type DownloadRow = typeof updateDownloads.$inferSelect;

export function toSummary(
  row: PackageRow,
  download: DownloadRow | null,
  all: readonly PackageRow[],
  servicing: ServicingProgress | null,
): UpdateSummary {
  return {
    packageGuid: row.packageGuid,
    name: row.name,
    fullVersion: row.fullVersion,
    dateReleased: row.dateReleased,
    lastUpdateTime: row.lastUpdateTime,
    state: row.state,
    hidden: isHidden(row, all),
    withdrawnAt: row.withdrawnAt,
    impact: row.impact,
    updateType: row.updateType,
    totalBytes: row.totalBytes,
    unmetRules: row.applicability.filter(({ passed }) => !passed),
    download: download && toDownloadStatus(download),
    prereqFlag: row.prereqFlag,
    servicing,
  };
}

/**
 * A withdrawn package stays only when it is downloaded. An installed package leaves the list when a newer one took
 * its place; the history keeps it.
 */
const isHidden = (row: PackageRow, all: readonly PackageRow[]): boolean =>
  isHiddenState(row.state) ||
  (row.withdrawnAt !== null && !isDownloaded(row.state)) ||
  (row.state === UPDATE_STATE.INSTALL_SUCCESS &&
    (installedSuccessor(row.packageGuid, all) !== null || isOutgrown(row, all)));

/** The list shows only the most recent of the installed ones (reference/updates.md §7). */
const isOutgrown = (row: PackageRow, all: readonly PackageRow[]): boolean =>
  all.some(
    (other) =>
      other.state === UPDATE_STATE.INSTALL_SUCCESS &&
      compareCmVersions(other.fullVersion, row.fullVersion) > 0,
  );

const toDownloadStatus = (row: DownloadRow): DownloadStatus => ({
  phase: row.phase,
  desired: row.desired,
  bytesDone: row.bytesDone,
  bytesPerSecond: row.bytesPerSecond,
  attempts: row.attempts,
  nextAttemptAt: row.nextAttemptAt,
  error: toErrorDetail(row.errorCode, row.errorParams),
  requestedBy: row.requestedBy,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
});

export const toErrorDetail = (
  code: string | null,
  params: ErrorDetail["params"] | null,
): ErrorDetail | null => (code === null ? null : { code, params: params ?? {} });

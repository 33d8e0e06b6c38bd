import { compareCmVersions } from "./cm-version";
import { UPDATE_STATE } from "./state-machine";

export interface PackageOnOffer {
  packageGuid: string;
  fullVersion: string;
  dateReleased: Date;
  state: number;
  applicabilityCheckedAt: Date | null;
  /** Whether it was ever asked for. */
  wasDownloaded: boolean;
}

const OFFERED: ReadonlySet<number> = new Set([
  UPDATE_STATE.APPLICABILITY_SUCCESS,
  UPDATE_STATE.DOWNLOAD_IN_PROGRESS,
  UPDATE_STATE.DOWNLOAD_SUCCESS,
  UPDATE_STATE.DOWNLOAD_FAILED,
]);

/** What the judgement that is under way may yet offer. */
const JUDGED_EACH_TIME: ReadonlySet<number> = new Set([
  UPDATE_STATE.APPLICABILITY_CHECKING,
  UPDATE_STATE.APPLICABILITY_HIDE,
  UPDATE_STATE.APPLICABILITY_NA,
  UPDATE_STATE.APPLICABILITY_FAILED,
]);

/**
 * The newest applicable package, when nobody asked for it yet; the others wait to be chosen (reference/updates.md §3.1).
 * @param packages those of the catalogue at one moment: SMS_HIERARCHY_MANAGER judges them one after the other, and while
 *   some are not judged as recently as the newest one, they may turn out to be newer
 */
export function newestToDownload(packages: readonly PackageOnOffer[]): string | null {
  const [newest] = packages
    .filter(({ state }) => OFFERED.has(state))
    .toSorted(
      (a, b) =>
        compareCmVersions(b.fullVersion, a.fullVersion) ||
        b.dateReleased.getTime() - a.dateReleased.getTime(),
    );
  if (newest?.state !== UPDATE_STATE.APPLICABILITY_SUCCESS || newest.wasDownloaded) return null;
  const judgedAt = newest.applicabilityCheckedAt ?? new Date(0);
  const isJudgementUnderWay = packages.some(
    ({ state, applicabilityCheckedAt: at }) => JUDGED_EACH_TIME.has(state) && (at === null || at < judgedAt),
  );
  return isJudgementUnderWay ? null : newest.packageGuid;
}

import { describe, expect, test } from "vitest";
import type { DownloadStatus } from "@/lib/updates/model";
import { STEP_STATE } from "@/lib/updates/servicing/model";
import { UPDATE_STATE, type UpdateStateName } from "@/lib/updates/state-machine";
import { downloadSteps } from "./download-steps";

const AT = new Date("2020-04-20T08:00:00Z");
const DOWNLOAD = {
  phase: "downloading",
  desired: "run",
  startedAt: AT,
  finishedAt: null,
  error: null,
} as DownloadStatus;

const file = (kind: "payload" | "redist", bytesDone: number) => ({
  kind,
  bytes: 100,
  bytesDone,
  verifiedAt: bytesDone === 100 ? AT : null,
});

function states(state: UpdateStateName, files: ReturnType<typeof file>[], download: DownloadStatus | null) {
  const update = { state: UPDATE_STATE[state], files, download, applicabilityCheckedAt: AT };
  return downloadSteps(update).map(({ isComplete, progress }) => [isComplete, progress]);
}

const { notStarted, inProgress, success, failure, notNeeded } = STEP_STATE;

describe("the steps of the download", () => {
  test("wait until somebody or something starts it", () => {
    expect(states("APPLICABILITY_SUCCESS", [file("payload", 0), file("redist", 0)], null)).toEqual([
      [success, 0],
      [notStarted, 0],
      [notStarted, 0],
      [notStarted, 0],
      [notStarted, 0],
    ]);
  });

  test("go on beside each other, each as far as its own files", () => {
    const files = [file("payload", 100), file("payload", 50), file("redist", 25)];
    expect(states("DOWNLOAD_IN_PROGRESS", files, DOWNLOAD).slice(1)).toEqual([
      [inProgress, 75],
      [inProgress, 50],
      [inProgress, 25],
      [notStarted, 0],
    ]);
  });

  test("end at the one that failed; what follows was not tried", () => {
    const files = [file("payload", 50), file("redist", 0)];
    const failed = downloadSteps({
      state: UPDATE_STATE.DOWNLOAD_FAILED,
      files,
      download: { ...DOWNLOAD, phase: "failed", error: { code: "hash-mismatch", params: {} } },
      applicabilityCheckedAt: AT,
    });
    expect(failed.map(({ isComplete, detail }) => [isComplete, detail?.code])).toEqual([
      [success, undefined],
      [failure, "hash-mismatch"],
      [notStarted, undefined],
      [notStarted, undefined],
      [notStarted, undefined],
    ]);
  });

  test("need no download where the files came with a hotfix archive", () => {
    expect(states("DOWNLOAD_SUCCESS", [file("payload", 100), file("redist", 100)], null)).toEqual([
      [success, 0],
      [notNeeded, 0],
      [success, 100],
      [notNeeded, 0],
      [success, 0],
    ]);
  });

  test("are over once the package is downloaded, whatever became of it then", () => {
    expect(states("INSTALL_FAILED", [file("payload", 100)], { ...DOWNLOAD, finishedAt: AT })).toEqual([
      [success, 0],
      [success, 100],
      [success, 100],
      [notNeeded, 0],
      [success, 0],
    ]);
  });
});

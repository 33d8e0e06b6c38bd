import { describe, expect, test } from "vitest";
import type { DownloadStatus } from "@/lib/updates/model";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { isFlowing, offeredActions, openDownload, shownPhase } from "./download-view";
import { nextStep } from "./next-step";

function download(more: Partial<DownloadStatus> = {}): DownloadStatus {
  return {
    phase: "downloading",
    desired: "run",
    bytesDone: 40,
    bytesPerSecond: 10,
    attempts: 1,
    nextAttemptAt: null,
    error: null,
    requestedBy: "SMS_DMP_DOWNLOADER",
    startedAt: null,
    finishedAt: null,
    ...more,
  };
}

const downloading = (more: Partial<DownloadStatus> = {}) => ({
  state: UPDATE_STATE.DOWNLOAD_IN_PROGRESS,
  download: download(more),
  prereqFlag: 0,
});

describe("a wish the thread has not followed yet", () => {
  test.each([
    ["downloading", "pause", "pausing"],
    ["waiting", "pause", "pausing"],
    ["paused", "pause", "paused"],
    ["paused", "run", "resuming"],
    ["downloading", "cancel", "canceling"],
    ["paused", "cancel", "canceling"],
    ["canceled", "cancel", "canceled"],
    ["done", "run", "done"],
  ] as const)("%s, asked to %s, shows as %s", (phase, desired, shown) => {
    expect(shownPhase({ phase, desired })).toBe(shown);
  });
});

test("a rate is shown only while bytes flow and nobody asked to stop", () => {
  expect(isFlowing({ phase: "downloading", desired: "run" })).toBe(true);
  expect(isFlowing({ phase: "downloading", desired: "pause" })).toBe(false);
  expect(isFlowing({ phase: "verifying", desired: "run" })).toBe(false);
});

test("a finished, failed or canceled download is not open", () => {
  for (const phase of ["done", "failed", "canceled"] as const) {
    expect(openDownload({ download: download({ phase }) })).toBeNull();
  }
});

describe("the actions offered", () => {
  test("are Download for a package that is available or failed to download", () => {
    expect(offeredActions({ state: UPDATE_STATE.APPLICABILITY_SUCCESS, download: null })).toEqual([
      "download",
    ]);
    expect(
      offeredActions({ state: UPDATE_STATE.DOWNLOAD_FAILED, download: download({ phase: "failed" }) }),
    ).toEqual(["download"]);
  });
  test("are Pause and Cancel while it downloads, waits or verifies", () => {
    for (const phase of ["queued", "downloading", "waiting", "verifying"] as const) {
      expect(offeredActions(downloading({ phase }))).toEqual(["pause", "cancel"]);
    }
  });
  test("are Resume and Cancel once it is paused, not while it still pauses", () => {
    expect(offeredActions(downloading({ desired: "pause" }))).toEqual(["cancel"]);
    expect(offeredActions(downloading({ desired: "pause", phase: "paused" }))).toEqual(["resume", "cancel"]);
  });
  test("are none while it is being canceled, or when it is ready, or not applicable", () => {
    expect(offeredActions(downloading({ desired: "cancel" }))).toEqual([]);
    expect(
      offeredActions({ state: UPDATE_STATE.DOWNLOAD_SUCCESS, download: download({ phase: "done" }) }),
    ).toEqual([]);
    expect(offeredActions({ state: UPDATE_STATE.APPLICABILITY_NA, download: null })).toEqual([]);
  });
});

describe("what next", () => {
  test("follows the download while one is open", () => {
    expect(nextStep(downloading())).toBe("wait-for-download");
    expect(nextStep(downloading({ phase: "waiting" }))).toBe("wait-for-next-attempt");
    expect(nextStep(downloading({ phase: "paused", desired: "pause" }))).toBe("resume");
  });
  test("follows the state otherwise", () => {
    expect(nextStep({ state: UPDATE_STATE.APPLICABILITY_SUCCESS, download: null, prereqFlag: 0 })).toBe(
      "download",
    );
    expect(nextStep({ state: UPDATE_STATE.DOWNLOAD_SUCCESS, download: null, prereqFlag: 0 })).toBe("install");
    expect(nextStep({ state: UPDATE_STATE.DOWNLOAD_FAILED, download: null, prereqFlag: 0 })).toBe(
      "repair-download",
    );
    expect(nextStep({ state: UPDATE_STATE.APPLICABILITY_NA, download: null, prereqFlag: 0 })).toBe(
      "not-applicable",
    );
    expect(nextStep({ state: UPDATE_STATE.PREREQ_WARNING, download: null, prereqFlag: 0 })).toBe(
      "decide-warnings",
    );
    expect(nextStep({ state: UPDATE_STATE.PREREQ_WARNING, download: null, prereqFlag: 1 })).toBe(
      "install-despite-warnings",
    );
    expect(nextStep({ state: UPDATE_STATE.ENABLED, download: null, prereqFlag: 0 })).toBe(
      "wait-for-replication",
    );
  });
});

import { expect, test } from "vitest";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { choosePair, chooseRun, lastSent, standingOf } from "./choose-run";

type UploadState = NonNullable<UsageDataRun["upload"]>["state"];

let hour = 0;

/** Each run is newer than the one before. */
function run(upload: UploadState | null, change: Partial<UsageDataRun> = {}): UsageDataRun {
  const at = new Date(Date.UTC(2020, 3, 20, hour++));
  return {
    runId: `run-${hour}`,
    purpose: upload ? "scheduled" : "preview",
    level: 2,
    state: "complete",
    requestedBy: "anna",
    requestedAt: at,
    scheduledFor: null,
    startedAt: at,
    finishedAt: at,
    errorCode: null,
    documentBytes: 1,
    documentSha256: "d",
    bodyBytes: 1,
    bodySha256: "b",
    collected: 1,
    absent: 0,
    failed: 0,
    upload: upload && {
      runId: `run-${hour}`,
      state: upload,
      carrier: null,
      uploadUrl: null,
      bytesTotal: 1,
      bytesDone: 0,
      bytesPerSecond: null,
      attempts: 0,
      nextAttemptAt: null,
      errorCode: null,
      errorParams: null,
      createdAt: at,
      startedAt: null,
      finishedAt: null,
      receipt: null,
    },
    ...change,
  };
}

test.each(["pending", "uploading", "waiting"] as const)("a batch that is %s is what will leave", (state) => {
  const batch = run(state);
  const preview = run(null);
  expect(chooseRun([preview, batch], 2)).toBe(batch);
  expect(standingOf(batch)).toBe("leaving");
});

test("with nothing waiting the newest run of the level in force is shown, whatever it was made for", () => {
  const [sent, preview, other] = [run("accepted"), run(null), run(null, { level: 3 })];
  expect(chooseRun([other, preview, sent], 2)).toBe(preview);
  expect(chooseRun([other, sent], 1)).toBe(other);
});

test("a run without a document is not shown", () => {
  const running = run(null, { state: "collecting", bodySha256: null });
  expect(chooseRun([running], 2)).toBeUndefined();
});

test("the last upload is the newest accepted batch before the run", () => {
  const [first, second, waiting] = [run("accepted"), run("accepted"), run("pending")];
  const runs = [waiting, second, first];
  expect(lastSent(runs, waiting)).toBe(second);
  expect(lastSent(runs, second)).toBe(first);
  expect(lastSent([waiting])).toBeUndefined();
});

test.each([
  ["accepted", "sent"],
  ["refused", "not-sent"],
  ["discarded", "not-sent"],
] as const)("a batch that is %s counts as %s", (state, standing) => {
  expect(standingOf(run(state))).toBe(standing);
});

test("what leaves is compared with the last upload, whatever lies between them", () => {
  const [sent, preview, waiting] = [run("accepted"), run(null), run("pending")];
  expect(choosePair([waiting, preview, sent], 2)).toEqual({ before: sent, after: waiting });
});

test("without an earlier upload the older of two runs comes first; one alone has nothing to be compared with", () => {
  const [sent, preview] = [run("accepted"), run(null, { level: 3 })];
  expect(choosePair([preview, sent], 2)).toEqual({ before: sent, after: preview });
  expect(choosePair([sent], 2)).toBeNull();
});

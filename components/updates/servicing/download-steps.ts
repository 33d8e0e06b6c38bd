import type { UpdateDetail, UpdateFile } from "@/lib/updates/model";
import { type ServicingStep, STEP_STATE } from "@/lib/updates/servicing/model";
import { isDownloaded, UPDATE_STATE } from "@/lib/updates/state-machine";

/** A step as a list shows it, whatever phase it belongs to. */
export type ShownStep = Omit<ServicingStep, "phase" | "stageId">;

type Downloaded = Pick<UpdateDetail, "state" | "download" | "applicabilityCheckedAt"> & {
  files: readonly Pick<UpdateFile, "kind" | "bytes" | "bytesDone" | "verifiedAt">[];
};
type Files = Downloaded["files"];
type Told = Pick<ShownStep, "isComplete"> & Partial<ShownStep>;

/**
 * The steps of the phase *Download* (reference/updates.md §8), which the service connection point does once for the
 * whole hierarchy. Nobody reports them one by one: the files and the download tell how far each is.
 */
export function downloadSteps(update: Downloaded): ShownStep[] {
  const payload = update.files.filter(({ kind }) => kind === "payload");
  const redist = update.files.filter(({ kind }) => kind === "redist");
  // The files of a hotfix archive came with it.
  const isImported = update.download === null && isDownloaded(update.state);
  const fetched = (files: Files): Told =>
    isImported || files.length === 0
      ? { isComplete: STEP_STATE.notNeeded }
      : filesStep(update, files, shareOfBytes(files));
  const steps = [
    step("process-update-package", "SMS_HIERARCHY_MANAGER", "hman.log", judged(update)),
    downloader("download-payload", fetched(payload)),
    downloader("extract-payload", filesStep(update, payload, shareVerified(payload))),
    downloader("download-redist", fetched(redist)),
    downloader("report-as-downloaded", reported(update)),
  ];
  const failed = steps.findIndex(({ isComplete }) => isComplete === STEP_STATE.failure);
  // What comes after a failed step has not been tried.
  return steps.map((one, index) =>
    failed >= 0 && index > failed && one.isComplete === STEP_STATE.failure
      ? { ...one, isComplete: STEP_STATE.notStarted, detail: null }
      : one,
  );
}

const step = (name: string, component: string, logFile: string, told: Told): ShownStep => ({
  step: name,
  component,
  logFile,
  progress: 0,
  detail: null,
  startedAt: null,
  finishedAt: null,
  ...told,
});

const downloader = (name: string, told: Told) => step(name, "SMS_DMP_DOWNLOADER", "dmpdownloader.log", told);

function judged({ state, applicabilityCheckedAt: at }: Downloaded): Told {
  if (state === UPDATE_STATE.APPLICABILITY_FAILED) return { isComplete: STEP_STATE.failure, startedAt: at };
  if (!at) return { isComplete: STEP_STATE.inProgress };
  return { isComplete: STEP_STATE.success, startedAt: at, finishedAt: at };
}

const sum = (files: Files, count: (file: Files[number]) => number) =>
  files.reduce((all, file) => all + count(file), 0);
const shareOfBytes = (files: Files) =>
  sum(files, ({ bytesDone }) => bytesDone) /
  Math.max(
    1,
    sum(files, ({ bytes }) => bytes),
  );
const shareVerified = (files: Files) =>
  sum(files, ({ verifiedAt }) => Number(verifiedAt !== null)) / Math.max(1, files.length);

/** @param share of the files that is done, 0…1 */
function filesStep({ state, download }: Downloaded, files: Files, share: number): Told {
  const startedAt = download?.startedAt ?? null;
  const progress = Math.floor(share * 100);
  if (isDownloaded(state) || files.every(({ verifiedAt }) => verifiedAt)) {
    const at = files.flatMap(({ verifiedAt }) => verifiedAt?.getTime() ?? []);
    const finishedAt = at.length > 0 ? new Date(Math.max(...at)) : null;
    return { isComplete: STEP_STATE.success, progress: 100, startedAt, finishedAt };
  }
  if (state === UPDATE_STATE.DOWNLOAD_FAILED) {
    return { isComplete: STEP_STATE.failure, progress, startedAt, detail: download?.error ?? null };
  }
  return state === UPDATE_STATE.DOWNLOAD_IN_PROGRESS && startedAt
    ? { isComplete: STEP_STATE.inProgress, progress, startedAt }
    : { isComplete: STEP_STATE.notStarted };
}

function reported({ state, download }: Downloaded): Told {
  if (!isDownloaded(state)) return { isComplete: STEP_STATE.notStarted };
  const at = download?.finishedAt ?? null;
  return { isComplete: STEP_STATE.success, startedAt: at, finishedAt: at };
}

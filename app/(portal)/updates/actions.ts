"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { cancelDownload } from "@/lib/updates/cancel-download";
import { checkForUpdates } from "@/lib/updates/check-for-updates";
import { downloadUpdate } from "@/lib/updates/download-update";
import { pauseDownload } from "@/lib/updates/pause-download";
import { resumeDownload } from "@/lib/updates/resume-download";

export async function checkForUpdatesAction(input: unknown) {
  return runUseCase(checkForUpdates, input);
}

export async function downloadUpdateAction(input: unknown) {
  return runUseCase(downloadUpdate, input);
}

export async function pauseDownloadAction(input: unknown) {
  return runUseCase(pauseDownload, input);
}

export async function resumeDownloadAction(input: unknown) {
  return runUseCase(resumeDownload, input);
}

export async function cancelDownloadAction(input: unknown) {
  return runUseCase(cancelDownload, input);
}

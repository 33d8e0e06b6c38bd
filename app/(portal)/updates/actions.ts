"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { setSoftwareAssuranceExpiration } from "@/lib/hierarchy/set-software-assurance-expiration";
import { retryReplication } from "@/lib/replication/retry-replication";
import { validateContent } from "@/lib/replication/validate-content";
import { cancelDownload } from "@/lib/updates/cancel-download";
import { checkForUpdates } from "@/lib/updates/check-for-updates";
import { downloadUpdate } from "@/lib/updates/download-update";
import { pauseDownload } from "@/lib/updates/pause-download";
import { resumeDownload } from "@/lib/updates/resume-download";
import { cancelServicing } from "@/lib/updates/servicing/cancel-servicing";
import { checkPrerequisites } from "@/lib/updates/servicing/check-prerequisites";
import { deleteUpdateContent } from "@/lib/updates/servicing/delete-update-content";
import { ignorePrerequisiteWarnings } from "@/lib/updates/servicing/ignore-prerequisite-warnings";
import { installUpdate } from "@/lib/updates/servicing/install-update";
import { resetUpdate } from "@/lib/updates/servicing/reset-update";
import { retryServicing } from "@/lib/updates/servicing/retry-servicing";
import { retrySite } from "@/lib/updates/servicing/retry-site";

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

export async function checkPrerequisitesAction(input: unknown) {
  return runUseCase(checkPrerequisites, input);
}

export async function installUpdateAction(input: unknown) {
  return runUseCase(installUpdate, input);
}

export async function ignorePrerequisiteWarningsAction(input: unknown) {
  return runUseCase(ignorePrerequisiteWarnings, input);
}

export async function retryServicingAction(input: unknown) {
  return runUseCase(retryServicing, input);
}

export async function retrySiteAction(input: unknown) {
  return runUseCase(retrySite, input);
}

export async function cancelServicingAction(input: unknown) {
  return runUseCase(cancelServicing, input);
}

export async function resetUpdateAction(input: unknown) {
  return runUseCase(resetUpdate, input);
}

export async function deleteUpdateContentAction(input: unknown) {
  return runUseCase(deleteUpdateContent, input);
}

export async function retryReplicationAction(input: unknown) {
  return runUseCase(retryReplication, input);
}

export async function validateContentAction(input: unknown) {
  return runUseCase(validateContent, input);
}

export async function setSoftwareAssuranceAction(input: unknown) {
  return runUseCase(setSoftwareAssuranceExpiration, input);
}

"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { configureBackupTask } from "@/lib/backup/configure-backup-task";
import { runBackupNow } from "@/lib/backup/run-backup-now";
import { controlComponent } from "@/lib/executive/control-component";
import { queryComponent } from "@/lib/executive/query-component";
import { resetCounts } from "@/lib/executive/reset-counts";

export async function queryComponentAction(input: unknown) {
  return runUseCase(queryComponent, input);
}

export async function controlComponentAction(input: unknown) {
  return runUseCase(controlComponent, input);
}

export async function configureBackupTaskAction(input: unknown) {
  return runUseCase(configureBackupTask, input);
}

export async function runBackupNowAction(input: unknown) {
  return runUseCase(runBackupNow, input);
}

export async function resetCountsAction(input: unknown) {
  return runUseCase(resetCounts, input);
}

"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { changeUsageDataLevel } from "@/lib/usage-data/change-usage-data-level";
import { requestUsageDataCollection } from "@/lib/usage-data/request-usage-data-collection";
import { requestUsageDataPreview } from "@/lib/usage-data/request-usage-data-preview";
import { sendUsageDataPreview } from "@/lib/usage-data/send-usage-data-preview";
import { uploadUsageDataNow } from "@/lib/usage-data/upload-usage-data-now";

export async function collectAction(input: unknown) {
  return runUseCase(requestUsageDataCollection, input);
}

export async function previewAction(input: unknown) {
  return runUseCase(requestUsageDataPreview, input);
}

export async function sendPreviewAction(input: unknown) {
  return runUseCase(sendUsageDataPreview, input);
}

export async function uploadNowAction(input: unknown) {
  return runUseCase(uploadUsageDataNow, input);
}

export async function changeLevelAction(input: unknown) {
  return runUseCase(changeUsageDataLevel, input);
}

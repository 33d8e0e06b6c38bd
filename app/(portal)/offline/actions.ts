"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { approveOfflineImport } from "@/lib/offline/approve-offline-import";
import { cancelOfflineImport } from "@/lib/offline/cancel-offline-import";
import { lookForTransferPackages } from "@/lib/offline/look-for-transfer-packages";
import { prepareOfflineRequest } from "@/lib/offline/prepare-offline-request";
import { registerOfflineImport } from "@/lib/offline/register-offline-import";

export async function prepareAction(input: unknown) {
  return runUseCase(prepareOfflineRequest, input);
}

export async function lookForPackagesAction(input: unknown) {
  return runUseCase(lookForTransferPackages, input);
}

export async function examineAction(input: unknown) {
  return runUseCase(registerOfflineImport, input);
}

export async function approveAction(input: unknown) {
  return runUseCase(approveOfflineImport, input);
}

export async function cancelImportAction(input: unknown) {
  return runUseCase(cancelOfflineImport, input);
}

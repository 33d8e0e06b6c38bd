"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { deleteApplication } from "@/lib/azure-services/applications/delete-application";
import { updateApplicationSettings } from "@/lib/azure-services/applications/update-application-settings";
import { renewSecretKey } from "@/lib/azure-services/renewal/renew-secret-key";
import { renewSecretKeys } from "@/lib/azure-services/renewal/renew-secret-keys";
import { replaceSecretKey } from "@/lib/azure-services/renewal/replace-secret-key";
import { deleteTenant } from "@/lib/azure-services/tenants/delete-tenant";
import { renameTenant } from "@/lib/azure-services/tenants/rename-tenant";

export async function renameTenantAction(input: unknown) {
  return runUseCase(renameTenant, input);
}

export async function deleteTenantAction(input: unknown) {
  return runUseCase(deleteTenant, input);
}

export async function deleteApplicationAction(input: unknown) {
  return runUseCase(deleteApplication, input);
}

export async function updateApplicationSettingsAction(input: unknown) {
  return runUseCase(updateApplicationSettings, input);
}

export async function renewSecretKeyAction(input: unknown) {
  return runUseCase(renewSecretKey, input);
}

export async function replaceSecretKeyAction(input: unknown) {
  return runUseCase(replaceSecretKey, input);
}

export async function renewSecretKeysAction(input: unknown) {
  return runUseCase(renewSecretKeys, input);
}

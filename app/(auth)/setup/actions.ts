"use server";

import { runInSetup } from "@/app/_server/run-in-setup";
import { settings } from "@/app/_server/settings";
import { checkSetupPrerequisites } from "@/lib/hierarchy/setup/check-prerequisites";
import { getSetupOptions } from "@/lib/hierarchy/setup/get-setup-options";
import { installSite } from "@/lib/hierarchy/setup/install-site";
import { removeSetupCode } from "@/lib/hierarchy/setup/setup-code";

export async function proveSetupCodeAction(input: unknown) {
  return runInSetup(getSetupOptions, input);
}

export async function checkSetupPrerequisitesAction(input: unknown) {
  return runInSetup(checkSetupPrerequisites, input);
}

export async function installSiteAction(input: unknown) {
  const result = await runInSetup(installSite, input);
  if (result.ok) await removeSetupCode(settings().dataDir);
  return result;
}

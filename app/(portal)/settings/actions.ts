"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { setClientUpgrade } from "@/lib/hierarchy/set-client-upgrade";
import { setContentValidation } from "@/lib/hierarchy/set-content-validation";
import { setSoftwareAssuranceExpiration } from "@/lib/hierarchy/set-software-assurance-expiration";
import { promotePreProductionClient } from "@/lib/updates/servicing/promote-pre-production-client";

export async function setClientUpgradeAction(input: unknown) {
  return runUseCase(setClientUpgrade, input);
}

export async function setSoftwareAssuranceExpirationAction(input: unknown) {
  return runUseCase(setSoftwareAssuranceExpiration, input);
}

export async function setContentValidationAction(input: unknown) {
  return runUseCase(setContentValidation, input);
}

export async function promotePreProductionClientAction(input: unknown) {
  return runUseCase(promotePreProductionClient, input);
}

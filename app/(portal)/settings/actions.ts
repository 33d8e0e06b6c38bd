"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { setClientUpgrade } from "@/lib/hierarchy/set-client-upgrade";
import { setContentValidation } from "@/lib/hierarchy/set-content-validation";
import { setSoftwareAssuranceExpiration } from "@/lib/hierarchy/set-software-assurance-expiration";
import { addNotificationTarget } from "@/lib/notifications/add-notification-target";
import { changeNotificationTarget } from "@/lib/notifications/change-notification-target";
import { removeNotificationTarget } from "@/lib/notifications/remove-notification-target";
import { setMailServer } from "@/lib/notifications/set-mail-server";
import { testNotificationTarget } from "@/lib/notifications/test-notification-target";
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

export async function addNotificationTargetAction(input: unknown) {
  return runUseCase(addNotificationTarget, input);
}

export async function changeNotificationTargetAction(input: unknown) {
  return runUseCase(changeNotificationTarget, input);
}

export async function removeNotificationTargetAction(input: unknown) {
  return runUseCase(removeNotificationTarget, input);
}

export async function testNotificationTargetAction(input: unknown) {
  return runUseCase(testNotificationTarget, input);
}

export async function setMailServerAction(input: unknown) {
  return runUseCase(setMailServer, input);
}

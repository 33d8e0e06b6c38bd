"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { changeMode } from "@/lib/hierarchy/change-mode";
import { retryRoleChange } from "@/lib/hierarchy/role-changes/retry-role-change";
import { undoRoleChange } from "@/lib/hierarchy/role-changes/undo-role-change";
import { checkAgain } from "@/lib/hierarchy/role-changes/verification/check-again";
import { installRole } from "@/lib/hierarchy/site-system-roles/install-role";
import { moveRole } from "@/lib/hierarchy/site-system-roles/move-role";
import { removeRole } from "@/lib/hierarchy/site-system-roles/remove-role";
import { checkRequirements } from "@/lib/hierarchy/site-system-roles/requirements/check-requirements";

export async function changeModeAction(input: unknown) {
  return runUseCase(changeMode, input);
}

export async function installRoleAction(input: unknown) {
  return runUseCase(installRole, input);
}

export async function removeRoleAction(input: unknown) {
  return runUseCase(removeRole, input);
}

export async function retryRoleChangeAction(input: unknown) {
  return runUseCase(retryRoleChange, input);
}

export async function undoRoleChangeAction(input: unknown) {
  return runUseCase(undoRoleChange, input);
}

export async function checkRequirementsAction(input: unknown) {
  return runUseCase(checkRequirements, input);
}

export async function moveRoleAction(input: unknown) {
  return runUseCase(moveRole, input);
}

export async function checkRoleAgainAction(input: unknown) {
  return runUseCase(checkAgain, input);
}

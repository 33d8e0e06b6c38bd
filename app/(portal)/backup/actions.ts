"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { configureBackupStorage } from "@/lib/backup/configure-backup-storage";
import { closeRecovery } from "@/lib/backup/recovery/close-recovery";
import { tickRecoveryPoint } from "@/lib/backup/recovery/tick-recovery-point";
import { requestBackupVerification } from "@/lib/backup/request-backup-verification";
import { setRecoveryPassphrase } from "@/lib/backup/set-recovery-passphrase";

export async function configureBackupStorageAction(input: unknown) {
  return runUseCase(configureBackupStorage, input);
}

export async function setRecoveryPassphraseAction(input: unknown) {
  return runUseCase(setRecoveryPassphrase, input);
}

export async function requestBackupVerificationAction(input: unknown) {
  return runUseCase(requestBackupVerification, input);
}

export async function tickRecoveryPointAction(input: unknown) {
  return runUseCase(tickRecoveryPoint, input);
}

export async function closeRecoveryAction(input: unknown) {
  return runUseCase(closeRecovery, input);
}

"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { configureBackupStorage } from "@/lib/backup/configure-backup-storage";
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

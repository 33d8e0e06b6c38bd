"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { closeAlert } from "@/lib/status/close-alert";

export async function closeAlertAction(input: unknown) {
  return runUseCase(closeAlert, input);
}

"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { changeMode } from "@/lib/hierarchy/change-mode";

export async function changeModeAction(input: unknown) {
  return runUseCase(changeMode, input);
}

import type { ThreadContext } from "@/lib/executive/component-thread";
import type { UpdateStateName } from "../state-machine";

export interface PrerequisiteCheckInput {
  packageGuid: string;
  siteCode: string;
  siteInstallId: number;
}

export type PrerequisiteOutcome = Extract<
  UpdateStateName,
  "PREREQ_SUCCESS" | "PREREQ_WARNING" | "PREREQ_ERROR"
>;

/** Checks every rule that counts for the site, on the server of the thread; says what the worst of them found. */
export async function runPrerequisiteCheck(
  _thread: ThreadContext,
  _input: PrerequisiteCheckInput,
): Promise<PrerequisiteOutcome> {
  throw new Error("the rules follow");
}

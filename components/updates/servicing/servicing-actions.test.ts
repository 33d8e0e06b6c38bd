import { describe, expect, test } from "vitest";
import { PREREQ_FLAG } from "@/lib/updates/servicing/model";
import { UPDATE_STATE, type UpdateStateName } from "@/lib/updates/state-machine";
import { isServiceable, mainAction, SERVICING_ACTIONS, whyNotNow } from "./servicing-actions";

const at = (state: UpdateStateName, prereqFlag: number = PREREQ_FLAG.stopOnWarning) => ({
  state: UPDATE_STATE[state],
  prereqFlag,
});
const possible = (state: UpdateStateName, flag?: number) =>
  SERVICING_ACTIONS.filter((action) => whyNotNow(action, at(state, flag)) === null);

describe("what can be done with a package", () => {
  test.each([
    ["APPLICABILITY_SUCCESS", []],
    ["DOWNLOAD_IN_PROGRESS", ["reset"]],
    ["DOWNLOAD_SUCCESS", ["install", "checkPrerequisites", "reset", "deleteContent"]],
    ["CONTENT_REPLICATING", ["retryReplication", "cancel", "reset"]],
    ["CONTENT_REPLICATION_FAILED", ["retry", "retryReplication", "cancel", "reset", "deleteContent"]],
    ["PREREQ_IN_PROGRESS", ["cancel", "reset"]],
    ["PREREQ_WARNING", ["ignoreWarnings", "retry", "validateContent", "cancel", "reset"]],
    ["PREREQ_ERROR", ["install", "checkPrerequisites", "retry", "validateContent", "reset", "deleteContent"]],
    ["INSTALL_IN_PROGRESS", []],
    ["INSTALL_WAITING_PARENT", []],
    ["INSTALL_FAILED", ["retry", "validateContent"]],
    ["INSTALL_SUCCESS", ["validateContent"]],
  ] as const)("in %s: %j", (state, actions) => {
    expect(possible(state)).toEqual(actions);
  });

  test("warnings of a check alone ask for no decision: the package can be installed", () => {
    expect(possible("PREREQ_WARNING", PREREQ_FLAG.prereqOnly)).toContain("install");
    expect(possible("PREREQ_WARNING", PREREQ_FLAG.prereqOnly)).not.toContain("ignoreWarnings");
  });

  test("an installation that has begun can neither be canceled nor reset, and says so", () => {
    expect(whyNotNow("cancel", at("INSTALL_INSTALLFILES"))).toBe("installing");
    expect(whyNotNow("reset", at("INSTALL_INSTALLFILES"))).toBe("installing");
  });

  test("the main action is one that is possible", () => {
    for (const state of Object.keys(UPDATE_STATE) as UpdateStateName[]) {
      const main = mainAction(at(state));
      if (main) expect(whyNotNow(main, at(state))).toBeNull();
    }
  });

  test("a download that is stuck or failed can be reset, and nothing else", () => {
    for (const state of ["DOWNLOAD_IN_PROGRESS", "DOWNLOAD_FAILED"] as const) {
      expect(isServiceable(at(state))).toBe(true);
      expect(possible(state)).toEqual(["reset"]);
    }
    expect(isServiceable(at("APPLICABILITY_SUCCESS"))).toBe(false);
  });
});

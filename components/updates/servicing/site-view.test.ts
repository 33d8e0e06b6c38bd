import { describe, expect, test } from "vitest";
import type { ServicingStep } from "@/lib/updates/servicing/model";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { currentStep, phaseFraction, phaseOf, stepLogHref } from "./site-view";

const step = (change: Partial<ServicingStep>): ServicingStep => ({
  phase: "installation",
  step: "install-files",
  stageId: null,
  component: "CONFIGURATION_MANAGER_UPDATE",
  logFile: "cmupdate.log",
  isComplete: 0,
  progress: 0,
  detail: null,
  startedAt: null,
  finishedAt: null,
  ...change,
});

describe("a site's servicing", () => {
  test.each([
    ["ENABLED", null],
    ["CONTENT_REPLICATING", "replication"],
    ["CONTENT_REPLICATION_SUCCESS", "prerequisites"],
    ["PREREQ_WARNING", "prerequisites"],
    ["INSTALL_WAITING_PARENT", "prerequisites"],
    ["INSTALL_UPGRADEDATABASE", "installation"],
    ["INSTALL_SUCCESS", "post-installation"],
  ] as const)("in %s is in the phase %s", (state, phase) => {
    expect(phaseOf(UPDATE_STATE[state])).toBe(phase);
  });

  test("a running step counts with its own progress", () => {
    const steps = [step({ isComplete: 2 }), step({ isComplete: 1, progress: 50 }), step({}), step({})];
    expect(phaseFraction({ state: UPDATE_STATE.INSTALL_IN_PROGRESS, steps, replication: null })).toBe(0.375);
  });

  test("a failed step is named before a running one", () => {
    const steps = [step({ isComplete: 1, step: "a" }), step({ isComplete: 4, step: "b" })];
    expect(currentStep(steps)?.step).toBe("b");
  });

  test("the link to a step's lines names file, site and the time it took", () => {
    const startedAt = new Date("2020-04-20T08:00:01Z");
    expect(stepLogHref("g", "PR1", step({ startedAt }))).toBe(
      "/updates/g?tab=log&file=cmupdate.log&site=PR1&from=2020-04-20T08%3A00%3A00.000Z",
    );
  });
});

import { describe, expect, it } from "vitest";
import { PREREQ_FLAG } from "./servicing/model";
import {
  canMove,
  consoleState,
  isHiddenState,
  UPDATE_STATE,
  UPDATE_STATES,
  type UpdateStateName,
  updateStateName,
} from "./state-machine";

const names = Object.keys(UPDATE_STATE) as UpdateStateName[];

describe("the states of an update package", () => {
  it("have the product's numbers", () => {
    expect(UPDATE_STATE).toMatchObject({
      CONTENT_REPLICATION_FAILED: 131071,
      PREREQ_ERROR: 196607,
      INSTALL_SUCCESS: 196612,
      INSTALL_UPDATEADMINCONSOLE: 196629,
      INSTALL_FAILED: 262143,
      DOWNLOAD_IN_PROGRESS: 262145,
      DOWNLOAD_SUCCESS: 262146,
      DOWNLOAD_FAILED: 327679,
      APPLICABILITY_CHECKING: 327681,
      APPLICABILITY_SUCCESS: 327682,
      APPLICABILITY_HIDE: 393213,
      APPLICABILITY_NA: 393214,
      APPLICABILITY_FAILED: 393215,
    });
  });

  it("are 40, and no two share a number", () => {
    expect(new Set(Object.values(UPDATE_STATE)).size).toBe(40);
  });

  it("say their stage in the high word", () => {
    const stages = { CONTENT: 1, PREREQ: 2, INSTALL: 3, DOWNLOAD: 4, APPLICABILITY: 5 };
    for (const [prefix, stage] of Object.entries(stages)) {
      for (const name of names.filter((candidate) => candidate.startsWith(`${prefix}_`))) {
        expect(UPDATE_STATE[name] >> 16, name).toBe(stage);
      }
    }
  });

  it("can all be reached from UNKNOWN", () => {
    const reached = new Set<UpdateStateName>(["UNKNOWN"]);
    for (const name of reached) for (const next of UPDATE_STATES[name].next) reached.add(next);
    expect(names.filter((name) => !reached.has(name))).toEqual([]);
  });

  it("are left again, all of them: none is a dead end", () => {
    expect(names.filter((name) => UPDATE_STATES[name].next.length === 0)).toEqual([]);
  });
});

describe("the ways between them", () => {
  it("lead from judging to ready over the download, or at once with files that were imported", () => {
    expect(canMove("APPLICABILITY_SUCCESS", "DOWNLOAD_IN_PROGRESS")).toBe(true);
    expect(canMove("DOWNLOAD_IN_PROGRESS", "DOWNLOAD_SUCCESS")).toBe(true);
    expect(canMove("APPLICABILITY_SUCCESS", "DOWNLOAD_SUCCESS")).toBe(true);
    expect(canMove("APPLICABILITY_CHECKING", "DOWNLOAD_SUCCESS")).toBe(false);
  });

  it("let a failed download be tried again, and nothing be installed from it", () => {
    expect(canMove("DOWNLOAD_FAILED", "DOWNLOAD_IN_PROGRESS")).toBe(true);
    expect(canMove("DOWNLOAD_FAILED", "ENABLED")).toBe(false);
  });

  it("never lead out of an installation back to the download", () => {
    const installing = names.filter((name) => name.startsWith("INSTALL_") && name !== "INSTALL_SUCCESS");
    for (const from of installing) {
      for (const next of UPDATE_STATES[from].next)
        expect(next, from).not.toMatch(/^(DOWNLOAD|APPLICABILITY)/);
    }
  });
});

describe("an installation", () => {
  it("goes through its states in the order of its steps, and can fail in each", () => {
    const way: UpdateStateName[] = ["INSTALL_IN_PROGRESS"];
    for (let state = way[0]; state && state !== "INSTALL_SUCCESS"; ) {
      const next: readonly UpdateStateName[] = UPDATE_STATES[state].next;
      const failure = state.startsWith("INSTALL_CMU_") && state !== "INSTALL_CMU_SUCCESS";
      expect(next, state).toContain(failure ? "INSTALL_CMU_FAILED" : "INSTALL_FAILED");
      state = next.find((name) => !/WAITING_(PARENT|SERVICE)|FAILED|REBOOT/.test(name));
      if (state) way.push(state);
    }
    expect(way.at(-1)).toBe("INSTALL_SUCCESS");
    expect(way.indexOf("INSTALL_UPGRADEDATABASE")).toBeLessThan(way.indexOf("INSTALL_INSTALLFILES"));
    expect(way.indexOf("INSTALL_INSTALLBASESERVICES")).toBeLessThan(way.indexOf("INSTALL_UPDATE_SITES"));
    expect(way).toHaveLength(18);
  });
});

describe("the console's words", () => {
  it.each([
    [327682, "available-to-download"],
    [262145, "downloading"],
    [262146, "ready-to-install"],
    [327679, "failed-to-download"],
    [2, "installing"],
    [65538, "checking-prerequisites"],
    [196613, "pending-restart"],
    [196629, "installing"],
    [262142, "failed-to-install"],
  ])("of %i are %s", (state, words) => expect(consoleState(state)).toBe(words));

  it("call nothing an installation that is only a check", () => {
    for (const state of [UPDATE_STATE.ENABLED, UPDATE_STATE.CONTENT_REPLICATING]) {
      expect(consoleState(state, PREREQ_FLAG.prereqOnly)).toBe("checking-prerequisites");
      expect(consoleState(state, PREREQ_FLAG.continueOnWarning)).toBe("installing");
    }
    expect(consoleState(UPDATE_STATE.CONTENT_REPLICATION_FAILED, PREREQ_FLAG.prereqOnly)).toBe(
      "replication-failed",
    );
  });

  it("hide what is not applicable, not needed or not yet judged", () => {
    expect(names.filter((name) => isHiddenState(UPDATE_STATE[name]))).toEqual([
      "UNKNOWN",
      "APPLICABILITY_CHECKING",
      "APPLICABILITY_HIDE",
      "APPLICABILITY_NA",
      "APPLICABILITY_FAILED",
    ]);
  });

  it("have a name for every number, and none for others", () => {
    expect(updateStateName(262146)).toBe("DOWNLOAD_SUCCESS");
    // 262147 is a common misreading of DOWNLOAD_FAILED (reference/updates.md §6).
    expect(updateStateName(262147)).toBeNull();
  });
});

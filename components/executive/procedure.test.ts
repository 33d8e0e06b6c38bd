import { describe, expect, test } from "vitest";
import type { ComponentRow } from "@/lib/executive/model";
import { currentStep } from "./procedure";

const NOW = new Date("2020-04-20T08:00:00Z");
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

function command(operation: "query" | "stop" | "start" | "restart", requestedAt: Date) {
  return {
    id: 1,
    operation,
    state: "done",
    requestedBy: "CONTOSO\\anna",
    requestedAt,
    outcome: null,
  } as const;
}

function seen(state: ComponentRow["polledState"], more: Partial<ComponentRow> = {}) {
  return {
    polledState: state,
    polledAt: minutesAgo(1),
    startedAt: minutesAgo(600),
    stoppedAt: null,
    lastCommand: null,
    ...more,
  };
}

describe("the step of the documented procedure", () => {
  test("begins with a query when nothing was ever seen", () => {
    expect(currentStep(seen(null, { polledAt: null }), false, NOW)).toBe("query");
  });
  test("begins again with a query when the last one is more than ten minutes old", () => {
    expect(currentStep(seen("running", { polledAt: minutesAgo(11) }), false, NOW)).toBe("query");
  });
  test("is to stop a component seen running", () => {
    expect(currentStep(seen("running"), false, NOW)).toBe("stop");
  });
  test("is to query again after a stop, until that query came", () => {
    const stopped = command("stop", minutesAgo(0.5));
    expect(currentStep(seen("running", { lastCommand: stopped }), false, NOW)).toBe("query-again");
    expect(currentStep(seen("stopping"), false, NOW)).toBe("query-again");
  });
  test("is to start a component seen stopped or failed", () => {
    expect(currentStep(seen("stopped"), false, NOW)).toBe("start");
    expect(currentStep(seen("failed"), false, NOW)).toBe("start");
  });
  test("is a last query after a start or restart", () => {
    const started = command("start", minutesAgo(0.5));
    expect(currentStep(seen("stopped", { lastCommand: started }), false, NOW)).toBe("query-running");
    expect(currentStep(seen("starting"), false, NOW)).toBe("query-running");
  });
  const restarted = seen("running", { stoppedAt: minutesAgo(3), startedAt: minutesAgo(2) });
  test("is none when the component was stopped, started and seen running", () => {
    expect(currentStep(restarted, false, NOW)).toBeNull();
  });
  test("is to stop again when settings changed after that restart", () => {
    expect(currentStep(restarted, true, NOW)).toBe("stop");
  });
});

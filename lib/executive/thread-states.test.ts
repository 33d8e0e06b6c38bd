import { describe, expect, it } from "vitest";
import { COMPONENTS } from "./components";
import { COMPONENT_LOG_FILES } from "./model";
import { assertMayFollow, isLive, mayFollow, THREAD_TRANSITIONS } from "./thread-states";
import { EXECUTIVE_TIMING, restartDelay } from "./timing";

describe("the states of a thread", () => {
  it("reach running only through starting, and stopped only from an end", () => {
    const predecessors = (state: keyof typeof THREAD_TRANSITIONS) =>
      (Object.keys(THREAD_TRANSITIONS) as (keyof typeof THREAD_TRANSITIONS)[]).filter((from) =>
        mayFollow(from, state),
      );
    expect(predecessors("running")).toEqual(["starting"]);
    expect(predecessors("stopped")).toEqual(["stopping", "failed"]);
    expect(() => assertMayFollow("running", "stopped")).toThrow();
  });

  it("owe a heartbeat while code may run", () => {
    const states = Object.keys(THREAD_TRANSITIONS) as (keyof typeof THREAD_TRANSITIONS)[];
    expect(states.filter(isLive)).toEqual(["starting", "running", "stopping"]);
  });
});

it("waits twice as long before each new start of a failing thread, up to five minutes", () => {
  const delays = [1, 2, 3, 4, 20].map((failures) => restartDelay(EXECUTIVE_TIMING, failures));
  expect(delays).toEqual([5_000, 10_000, 20_000, 40_000, 300_000]);
});

it("gives every component the log file that Component Status names", () => {
  for (const component of COMPONENTS) {
    expect(component.logFile).toBe(COMPONENT_LOG_FILES[component.name]);
  }
});

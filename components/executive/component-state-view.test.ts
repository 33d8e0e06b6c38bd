import { describe, expect, test } from "vitest";
import type { ComponentRow } from "@/lib/executive/model";
import { openCommand, polledState, refusalOf } from "./component-state-view";

function row(more: Partial<ComponentRow> = {}) {
  return { polledState: null, lastCommand: null, executiveResponding: true, ...more };
}

function command(state: "pending" | "taken" | "done" | "failed") {
  const requestedAt = new Date("2020-04-20T08:00:00Z");
  return {
    id: 1,
    operation: "stop",
    state,
    requestedBy: "CONTOSO\\anna",
    requestedAt,
    outcome: null,
  } as const;
}

test("nothing is known of a component before the first query", () => {
  expect(polledState(row())).toBe("unknown");
});

test("a command is under way until it is done or failed", () => {
  expect(openCommand(row({ lastCommand: command("pending") }))).toBe("stop");
  expect(openCommand(row({ lastCommand: command("taken") }))).toBe("stop");
  expect(openCommand(row({ lastCommand: command("done") }))).toBeNull();
  expect(openCommand(row({ lastCommand: command("failed") }))).toBeNull();
});

describe("the Service Manager", () => {
  test("starts only what was seen stopped or failed", () => {
    expect(refusalOf("start", row())).toBe("not-seen-stopped");
    expect(refusalOf("start", row({ polledState: "running" }))).toBe("not-seen-stopped");
    expect(refusalOf("start", row({ polledState: "stopping" }))).toBe("not-seen-stopped");
    expect(refusalOf("start", row({ polledState: "stopped" }))).toBeNull();
    expect(refusalOf("start", row({ polledState: "failed" }))).toBeNull();
  });
  test("does not stop what was seen stopped", () => {
    expect(refusalOf("stop", row({ polledState: "stopped" }))).toBe("already-stopped");
    expect(refusalOf("stop", row())).toBeNull();
  });
  test("gives one command at a time, but looks at what a stop is doing", () => {
    const stopping = row({ polledState: "stopped", lastCommand: command("taken") });
    expect(refusalOf("start", stopping)).toBe("command-under-way");
    expect(refusalOf("query", stopping)).toBeNull();
  });
  test("gives no command that nobody would take", () => {
    expect(refusalOf("query", row({ executiveResponding: false }))).toBe("executive-not-responding");
  });
});

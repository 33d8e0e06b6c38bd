import { describe, expect, test } from "vitest";
import { UPDATE_STATE, type UpdateStateName } from "../state-machine";
import { downloadStep, FLOWS, type FlowName, installStep } from "./flows";

const STATES = Object.keys(UPDATE_STATE) as UpdateStateName[];

describe.each(Object.keys(FLOWS) as FlowName[])("the flow %s", (name) => {
  const { steps, edges } = FLOWS[name];
  const ids = steps.map((step) => step.id);

  test("names each step once and joins only steps it has", () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(edges.flatMap(({ from, to }) => [from, to]).filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("leads from its first step to every other", () => {
    const reached = new Set(ids.slice(0, 1));
    for (const id of reached) for (const { from, to } of edges) if (from === id) reached.add(to);
    expect([...reached].sort()).toEqual([...ids].sort());
  });
});

test("every state has its place in the flow of the installation, or in that of the download", () => {
  const download = FLOWS.download.steps.map((step) => step.id);
  const install = FLOWS.install.steps.map((step) => step.id);
  for (const state of STATES) {
    const step = downloadStep(state);
    if (step !== null) expect(download).toContain(step);
    else expect(install).toContain(installStep(state, { isTopLevel: false, content: null }));
  }
});

test("content on its way stands where it is", () => {
  const place = (content: string, isTopLevel = false) =>
    installStep("CONTENT_REPLICATING", { isTopLevel, content });
  expect(place("snapshot", true)).toBe("copy-to-content-library");
  expect(place("scheduled")).toBe("schedule");
  expect(place("sending")).toBe("send");
});

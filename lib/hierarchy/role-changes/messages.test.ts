import { describe, expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/role-changes.json";
import en from "@/lib/i18n/messages/en/role-changes.json";
import { DEPENDENT_STATES } from "./dependents/model";
import { SECRET_SORT_NAMES } from "./hand-over/sealed-secrets";
import { ROLE_CHANGE_MOVES } from "./model";
import { ROLE_CHANGE_ORDERS } from "./orders";
import { ROLE_CHECK_IDS } from "./verification/model";

describe.each([
  ["English", en],
  ["German", de],
])("in %s", (_language, messages) => {
  it("every step, kind and state of a change of the role has its words", () => {
    const steps = new Set(Object.values(ROLE_CHANGE_ORDERS).flatMap((order) => order?.steps ?? []));
    expect(Object.keys(messages.steps).sort()).toEqual([...steps].sort());
    expect(Object.keys(messages.kinds).sort()).toEqual(Object.keys(ROLE_CHANGE_ORDERS).sort());
    expect(Object.keys(messages.states).sort()).toEqual(Object.keys(ROLE_CHANGE_MOVES).sort());
  });

  it("every point of the verification checklist has its words", () => {
    expect(Object.keys(messages.checks).sort()).toEqual([...ROLE_CHECK_IDS].sort());
    expect(Object.keys(messages.secrets).sort()).toEqual([...SECRET_SORT_NAMES].sort());
  });

  it("every state of what depends on the role has its words", () => {
    const said = Object.entries(messages.dependents).map(([id, { states }]) => [
      id,
      Object.keys(states).sort(),
    ]);
    const known = Object.entries(DEPENDENT_STATES).map(([id, states]) => [id, [...states].sort()]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(known));
  });
});

import { expect, it } from "vitest";
import { MOVE_PAGES, type MoveChoices, type MoveFacts, missingOn } from "./choices";

const choices: MoveChoices = { reason: "recovery", toServerId: "a", confirmation: "SCP01.contoso.com " };
const facts: MoveFacts = { isReady: true, isRefused: false, holder: "scp01.contoso.com" };
const lacks = (other: Partial<MoveChoices & MoveFacts>) =>
  MOVE_PAGES.map((page) => missingOn(page, { ...choices, ...other }, { ...facts, ...other }));

it("lets nobody past a target that does not meet what it must, nor past what forbids a move", () => {
  expect(lacks({})).toEqual([null, null, null, null]);
  expect(lacks({ isReady: false, isRefused: true })).toEqual([null, "requirements", "refused", null]);
});

it("asks why and where to, and for the name of the server that gives the role", () => {
  expect(lacks({ reason: null, toServerId: null, confirmation: "scp02.contoso.com" })).toEqual([
    "reason",
    "target",
    null,
    "confirmation",
  ]);
});

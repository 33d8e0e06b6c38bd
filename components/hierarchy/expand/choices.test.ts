import { expect, it } from "vitest";
import { EXPAND_PAGES, type ExpandChoices, missingOn } from "./choices";

const choices: ExpandChoices = { siteCode: "cas", siteName: "Central", toServerId: "a", confirmation: "pr1" };
const known = { isAllowed: true, isReady: true, primarySiteCode: "PR1" };
const lacks = (other: Partial<ExpandChoices & typeof known>) =>
  EXPAND_PAGES.map((page) => missingOn(page, { ...choices, ...other }, { ...known, ...other }));

it("lets nobody past what must hold, nor past a server that does not meet what it must", () => {
  expect(lacks({})).toEqual([null, null, null, null]);
  expect(lacks({ isAllowed: false, isReady: false })).toEqual(["preconditions", null, "requirements", null]);
});

it("asks for code and name of the site, its server, and the code of the primary site", () => {
  expect(lacks({ siteCode: "CA", toServerId: null, confirmation: "CAS" })).toEqual([
    null,
    "siteCode",
    "server",
    "confirmation",
  ]);
  expect(lacks({ siteName: " " })[1]).toBe("siteName");
});

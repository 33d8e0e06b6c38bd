import { expect, it } from "vitest";
import { INSTALL_PAGES, type InstallChoices, missingOn } from "./choices";

const all: InstallChoices = { serverId: "a", mode: "online", environmentId: "Lab" };
const lacks = (choices: InstallChoices, isReady: boolean) =>
  INSTALL_PAGES.map((page) => missingOn(page, choices, isReady));

it("lets nobody past a server that has not been found to meet what it must", () => {
  expect(lacks(all, false)).toEqual([null, "requirements", null, null]);
  expect(lacks(all, true)).toEqual([null, null, null, null]);
});

it("asks for the server and for the cloud", () => {
  expect(lacks({ ...all, serverId: null, environmentId: null }, true)).toEqual([
    "server",
    null,
    "environment",
    null,
  ]);
});

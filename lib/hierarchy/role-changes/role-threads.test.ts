import { expect, it } from "vitest";
import { COMPONENTS } from "@/lib/executive/components";
import { ROLE_COMPONENTS } from "./role-threads";

it("names every thread that runs where the role is", () => {
  const placed = COMPONENTS.filter(({ runsOn }) => runsOn === "service-connection-point").map(
    ({ name }) => name,
  );
  expect([...ROLE_COMPONENTS].sort()).toEqual(placed.sort());
});

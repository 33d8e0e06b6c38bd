import { expect, test } from "vitest";
import { pathText } from "./path-text";

test("an element of a list is named by what tells it apart, a hash by its beginning", () => {
  const site = "VL4fvqU3DYYOFBFwD1EyADFRpRNXtd8fIv998spezts=";
  expect(pathText(["sites", { where: { site } }, "clients"])).toBe("sites › site VL4fvqU3… › clients");
  expect(pathText([{ where: { branch: "LTSC", os: "10" } }])).toBe("branch LTSC, os 10");
  expect(pathText([])).toBe("");
});

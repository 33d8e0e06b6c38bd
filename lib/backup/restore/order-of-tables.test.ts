import { expect, it } from "vitest";
import { inOrderOfReferences } from "./order-of-tables";

it("loads a table after those it refers to, also when it refers to itself", () => {
  const references = [
    { from: "sites", to: "sites" },
    { from: "servers", to: "sites" },
    { from: "roles", to: "servers" },
  ];
  expect(inOrderOfReferences(["roles", "servers", "sites"], references)).toEqual([
    "sites",
    "servers",
    "roles",
  ]);
});

it("names tables that refer to each other, which no order can load", () => {
  const references = [
    { from: "a", to: "b" },
    { from: "b", to: "a" },
  ];
  expect(() => inOrderOfReferences(["a", "b", "c"], references)).toThrow("a, b");
});

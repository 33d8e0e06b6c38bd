import { expect, it } from "vitest";
import { sourceHash } from "./source-hash";

const one = { path: "SMSSetup/a.cab", bytes: 1, sha256: "aa" };
const two = { path: "redist/b.cab", bytes: 2, sha256: "bb" };

it("does not depend on the order of the files nor on the case of their hashes", () => {
  expect(sourceHash([one, two])).toBe(sourceHash([two, { ...one, sha256: "AA" }]));
});

it.each([
  ["path", { ...one, path: "SMSSetup/c.cab" }],
  ["size", { ...one, bytes: 3 }],
  ["content", { ...one, sha256: "cc" }],
])("changes with the %s of a file", (_what, changed) => {
  expect(sourceHash([changed, two])).not.toBe(sourceHash([one, two]));
});

it("changes with a file more", () => {
  expect(sourceHash([one])).not.toBe(sourceHash([one, two]));
});

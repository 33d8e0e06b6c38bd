import { describe, expect, it } from "vitest";
import { targetUrl } from "./target-url";

const base = "https://updates.example/targets/";

describe("the address of a target", () => {
  it("carries the hash before the file's name with consistent snapshots", () => {
    expect(targetUrl(base, "guid/setup.cab", "abc")).toBe(`${base}guid/abc.setup.cab`);
  });
  it("is the plain name without them", () => {
    expect(targetUrl(base, "guid/setup.cab", null)).toBe(`${base}guid/setup.cab`);
  });
  it("keeps characters that mean something in an address to themselves", () => {
    expect(targetUrl(base, "guid/a b?c#d.cab", null)).toBe(`${base}guid/a%20b%3Fc%23d.cab`);
  });
  it.each(["../secret", "guid/../../secret", "/secret", "//evil.example/x"])(
    "never leaves its base: %s",
    (target) => {
      expect(() => targetUrl(base, target, null)).toThrow(expect.objectContaining({ code: "path-unsafe" }));
    },
  );
});

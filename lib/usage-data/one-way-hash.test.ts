import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashInput, keyedHash } from "./one-way-hash";

/** The product's own procedure, without a key: only here, to compare the bytes with its check values. */
const unkeyed = (value: string) => createHash("sha256").update(hashInput(value)).digest("base64");

describe("the bytes that are hashed", () => {
  it.each([
    ["00000000-0000-0000-0000-000000000000", "N0cI//dxndWXnsh11WzSKG9tPPfsMXo7JWMqqyjsN7s="],
    ["cdcc5e91-0adf-4a24-82d0-196667f1c081", "Lx54KW01aTLwNzoDKRVBmSswZkXbPlgm5aohN1jqzoE="],
    ["{CDCC5E91-0ADF-4A24-82D0-196667F1C081}", "Lx54KW01aTLwNzoDKRVBmSswZkXbPlgm5aohN1jqzoE="],
    ["TEL_TelemetryResults", "VL4fvqU3DYYOFBFwD1EyADFRpRNXtd8fIv998spezts="],
    ["ABC", "WP8ukJHG8RlEwkSHPW0fUS/+g+QBnBK7lhE5I+P/Qg8="],
  ])("of %s are those of the product", (value, expected) => {
    expect(unkeyed(value)).toBe(expected);
  });

  it("of a GUID have its first three groups turned round", () => {
    expect(hashInput("cdcc5e91-0adf-4a24-82d0-196667f1c081").toString("hex")).toBe(
      "915ecccddf0a244a82d0196667f1c081",
    );
  });
});

describe("a keyed hash", () => {
  it("is the same under one key and another under the next, so that nobody finds the value by trying", () => {
    const key = randomBytes(32);
    expect(keyedHash(key, "PR1")).toBe(keyedHash(key, "PR1"));
    expect(keyedHash(key, "PR1")).not.toBe(keyedHash(randomBytes(32), "PR1"));
    expect(keyedHash(key, "PR1")).not.toBe(unkeyed("PR1"));
    expect(keyedHash(key, "PR1")).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });
});

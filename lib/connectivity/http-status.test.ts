import { describe, expect, it } from "vitest";
import { retryAfterMs } from "./http-status";

const now = new Date("2020-04-20T08:00:00Z");

describe("Retry-After", () => {
  it("is read as seconds", () => expect(retryAfterMs("120", now)).toBe(120_000));
  it("is read as a date", () => expect(retryAfterMs("Mon, 20 Apr 2020 08:01:00 GMT", now)).toBe(60_000));
  it("in the past means now", () => expect(retryAfterMs("Mon, 20 Apr 2020 07:00:00 GMT", now)).toBe(0));
  it.each([undefined, "", "soon", "-5"])("says nothing as %j", (value) =>
    expect(retryAfterMs(value, now)).toBeNull(),
  );
});

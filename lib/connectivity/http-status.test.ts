import { describe, expect, it } from "vitest";
import { retryAfterMs } from "./http-status";

const now = new Date("2020-04-20T08:00:00Z");

describe("Retry-After", () => {
  it("is read as seconds", () => expect(retryAfterMs("120", now)).toBe(120_000));
  it("is read as seconds with a fraction, as Microsoft Graph writes it", () =>
    expect(retryAfterMs("2.128", now)).toBe(2_128));
  it.each([
    ["of today", "Mon, 20 Apr 2020 08:01:00 GMT"],
    ["of RFC 850", "Monday, 20-Apr-20 08:01:00 GMT"],
    ["of asctime, which is GMT too", "Mon Apr 20 08:01:00 2020"],
  ])("is read as a date in the way %s", (_what, value) => expect(retryAfterMs(value, now)).toBe(60_000));
  it.each(["100000000", "9".repeat(40), "Fri, 31 Dec 9999 23:59:59 GMT"])(
    "cannot send us away for longer than a quarter of a day: %s",
    (value) => expect(retryAfterMs(value, now)).toBe(6 * 3_600_000),
  );
  it("in the past means now", () => expect(retryAfterMs("Mon, 20 Apr 2020 07:00:00 GMT", now)).toBe(0));
  it.each([undefined, "", "soon", "-5", "1.", ".5", "2020-04-20", "Mon, 20 Foo 2020 08:01:00 GMT"])(
    "says nothing as %j",
    (value) => expect(retryAfterMs(value, now)).toBeNull(),
  );
});

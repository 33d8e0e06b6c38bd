import { describe, expect, it } from "vitest";
import { collectionTimes } from "./schedule";

const installedAt = new Date("2020-01-01T10:30:00Z");
const times = (now: string) => collectionTimes(installedAt, new Date(now));

describe("usage data is collected", () => {
  it("for the first time seven days after the site was installed", () => {
    expect(times("2020-01-08T10:29:59Z")).toEqual({ last: null, next: new Date("2020-01-08T10:30:00Z") });
    expect(times("2020-01-08T10:30:00Z").last).toEqual(new Date("2020-01-08T10:30:00Z"));
  });

  it("at the same phase for ever after, also when months were missed", () => {
    expect(times("2020-04-20T08:00:00Z")).toEqual({
      last: new Date("2020-04-15T10:30:00Z"),
      next: new Date("2020-04-22T10:30:00Z"),
    });
  });

  it("not before the site exists, when a clock is wrong", () => {
    expect(times("2019-01-01T00:00:00Z")).toEqual({ last: null, next: new Date("2020-01-08T10:30:00Z") });
  });
});

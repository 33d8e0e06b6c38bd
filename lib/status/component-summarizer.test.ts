import { describe, expect, it } from "vitest";
import { NO_MESSAGES, summarize, thresholdPeriodStart } from "./component-summarizer";

describe("the status of a component", () => {
  it.each([
    [{}, 0],
    [{ errors: 1 }, 1],
    [{ errors: 4 }, 1],
    [{ errors: 5 }, 2],
    [{ warnings: 9 }, 0],
    [{ warnings: 10 }, 1],
    [{ warnings: 50 }, 2],
    [{ infos: 1_999 }, 0],
    [{ infos: 2_000 }, 1],
    [{ infos: 5_000 }, 2],
    [{ errors: 1, warnings: 50 }, 2],
    [{ errors: 1, alwaysCritical: 1 }, 2],
  ])("after %o since midnight is %i", (counts, status) => {
    expect(summarize({ ...NO_MESSAGES, ...counts })).toBe(status);
  });

  it("counts from midnight", () => {
    expect(thresholdPeriodStart(new Date("2020-04-20T23:59:59.999Z"))).toEqual(
      new Date("2020-04-20T00:00:00Z"),
    );
  });
});

import { describe, expect, it } from "vitest";
import { lastLine, playwrightCounts, sum, vitestCounts } from "./results";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

describe("the last line", () => {
  it("sums all parts", () => {
    expect(
      lastLine(
        sum([
          { passed: 3, failed: 0 },
          { passed: 40, failed: 2 },
        ]),
      ),
    ).toBe("43 passed, 2 failed");
  });
});

describe("counts of vitest", () => {
  it("are its own", () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      testResults: [file("failed", "passed", "failed")],
    };
    expect(vitestCounts(report, 1)).toEqual({ passed: 7, failed: 1 });
  });

  it("include a file that could not be loaded", () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 0,
      testResults: [file("failed"), file("passed", "passed")],
    };
    expect(vitestCounts(report, 1)).toEqual({ passed: 7, failed: 1 });
  });

  it("are not believed when the runner failed without a failure, or found no test", () => {
    expect(vitestCounts({ numPassedTests: 7, numFailedTests: 0, testResults: [] }, 1).failed).toBe(1);
    expect(vitestCounts({ numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0).failed).toBe(1);
  });
});

describe("counts of Playwright", () => {
  const report = (expected: number, unexpected: number, errors: unknown[] = []) => ({
    stats: { expected, unexpected, flaky: 0, skipped: 3 },
    errors,
  });

  it("leave out what was skipped", () => {
    expect(playwrightCounts(report(9, 1), 1)).toEqual({ passed: 9, failed: 1 });
  });

  it("include errors outside any test", () => {
    expect(playwrightCounts(report(9, 0, [{ message: "does not load" }]), 1)).toEqual({
      passed: 9,
      failed: 1,
    });
  });
});

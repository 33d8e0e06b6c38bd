import { z } from "zod";

/** How many checks of a part held and how many did not. */
export interface Counts {
  passed: number;
  failed: number;
}

export const ONE_PASSED: Counts = { passed: 1, failed: 0 };
export const ONE_FAILED: Counts = { passed: 0, failed: 1 };

export function sum(parts: readonly Counts[]): Counts {
  return parts.reduce(
    (total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

/** The last line of every test command. */
export function lastLine({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** Counts of vitest's JSON report. A file that could not even be loaded has no tests; it counts as one failure. */
export function vitestCounts(report: unknown, exitCode: number | null): Counts {
  const { numPassedTests, numFailedTests, testResults } = vitestSchema.parse(report);
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  );
  return believe({ passed: numPassedTests, failed: numFailedTests + broken.length }, exitCode);
}

const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
});

/** Counts of Playwright's JSON report; errors outside any test, such as a file that does not load, count too. */
export function playwrightCounts(report: unknown, exitCode: number | null): Counts {
  const { stats, errors } = playwrightSchema.parse(report);
  return believe(
    { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length },
    exitCode,
  );
}

/** A runner that failed without naming a failure (an unhandled error, no tests found) has failed all the same. */
function believe(counts: Counts, exitCode: number | null): Counts {
  const nothingRan = counts.passed === 0 && counts.failed === 0;
  if (counts.failed === 0 && (exitCode !== 0 || nothingRan)) return { ...counts, failed: 1 };
  return counts;
}

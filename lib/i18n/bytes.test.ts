import { describe, expect, test } from "vitest";
import { formatByteRate, formatBytes, formatDuration } from "./bytes";

// Intl separates number and unit with a no-break space.
const plain = (text: string) => text.replace(/\p{Zs}/gu, " ");

describe("formatBytes", () => {
  test("counts in powers of 1024, as Windows shows sizes", () => {
    expect(plain(formatBytes(8 * 1024 * 1024, "en"))).toBe("8 MB");
    expect(plain(formatBytes(1024 ** 3 * 1.5, "en"))).toBe("1.5 GB");
  });
  test("writes the decimal comma in German", () => {
    expect(plain(formatBytes(1024 * 1024 * 12.4, "de"))).toBe("12,4 MB");
  });
  test("says single bytes in full and without fractions", () => {
    expect(plain(formatBytes(0, "en"))).toBe("0 bytes");
    expect(plain(formatBytes(512, "de"))).toBe("512 Byte");
  });
  test("moves to the next unit before the number would read 1,024", () => {
    expect(plain(formatBytes(1024 * 1024 - 1, "en"))).toBe("1 MB");
  });
  test("drops the fraction from three digits on", () => {
    expect(plain(formatBytes(1024 * 1024 * 312.7, "en"))).toBe("313 MB");
  });
});

test("formatByteRate names the unit per second", () => {
  expect(plain(formatByteRate(1024 * 1024 * 12.4, "en"))).toBe("12.4 MB/s");
  expect(plain(formatByteRate(1024 * 1024 * 12.4, "de"))).toBe("12,4 MB/s");
});

describe("formatDuration", () => {
  test.each([
    [0, "0 sec"],
    [1, "1 sec"],
    [59_000, "59 sec"],
    [61_000, "1 min 1 sec"],
    [120_000, "2 min"],
    [11 * 60_000 + 20_000, "11 min"],
    [3_600_000, "1 hr"],
    [2 * 3_600_000 + 5 * 60_000, "2 hr 5 min"],
    [86_400_000 + 3_600_000, "1 day 1 hr"],
  ])("%i ms reads %s", (ms, words) => {
    expect(plain(formatDuration(ms, "en"))).toBe(words);
  });
  test("uses the German units", () => {
    expect(plain(formatDuration(2 * 3_600_000 + 5 * 60_000, "de"))).toBe("2 Std. 5 Min.");
  });
});

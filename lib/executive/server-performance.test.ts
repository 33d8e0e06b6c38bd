import os from "node:os";
import { describe, expect, it } from "vitest";
import { loadBetween, PerformanceSampler, prettyName } from "./server-performance";

describe("the load of the processors", () => {
  it("is the share of time in which they were not idle, since the look before", () => {
    expect(loadBetween({ idle: 1_000, total: 2_000 }, { idle: 1_750, total: 3_000 })).toBe(25);
    expect(loadBetween({ idle: 0, total: 0 }, { idle: 0, total: 10 })).toBe(100);
  });

  it("is never outside 0 to 100, also when a counter steps back", () => {
    expect(loadBetween({ idle: 100, total: 100 }, { idle: 300, total: 200 })).toBe(0);
    expect(loadBetween({ idle: 100, total: 100 }, { idle: 100, total: 100 })).toBe(0);
  });
});

it("a sample says what this machine is", async () => {
  const now = new Date();
  const sample = await new PerformanceSampler().sample(os.tmpdir(), now);
  expect(sample).toMatchObject({ sampledAt: now, processors: os.cpus().length, memoryBytes: os.totalmem() });
  expect(sample.diskFreeBytes).toBeLessThanOrEqual(sample.diskBytes);
  expect(sample.processResidentBytes).toBeGreaterThan(10_000_000);
  expect(sample.processStartedAt.getTime()).toBeLessThanOrEqual(now.getTime());
  expect(sample.operatingSystem).not.toBe("");
});

it("the name of a Linux system is the one it gives itself", () => {
  expect(prettyName('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n')).toBe(
    "Debian GNU/Linux 12 (bookworm)",
  );
  expect(prettyName("PRETTY_NAME=Alpine\n")).toBe("Alpine");
  expect(prettyName("")).toBeNull();
});

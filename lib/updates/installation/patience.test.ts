import { beforeEach, expect, it } from "vitest";
import { testClock } from "@/lib/testing/factories";
import { Patience } from "./patience";
import type { SiteWork } from "./site-work";

const work = (packageGuid = "a", siteInstallId = 1) => ({ packageGuid, siteInstallId }) as SiteWork;
let clock: ReturnType<typeof testClock>;
let lines: string[];
let patience: Patience;
beforeEach(() => {
  clock = testClock();
  lines = [];
  const line = (message: string) => void lines.push(message);
  patience = new Patience({ clock, log: { info: line, warning: line, error: line, line: () => {} } });
});

it("a firm wait lasts to its end, whatever happens elsewhere", async () => {
  patience.remember(work(), { ms: 60_000, firm: true });
  clock.advance(59_000);
  expect(await patience.leftFor(work())).toBe(1_000);
  expect(await patience.leftFor(work("b"))).toBeNull();
  clock.advance(1_000);
  expect(await patience.leftFor(work())).toBeNull();
});

it("a new attempt does not wait for what the last one waited for", async () => {
  patience.remember(work("a", 1), { ms: 60_000, firm: true });
  expect(await patience.leftFor(work("a", 2))).toBeNull();
});

it("one with a way out ends when that is open", async () => {
  let isFree = false;
  patience.remember(work(), { ms: 60_000, unless: async () => isFree });
  expect(await patience.leftFor(work())).toBe(60_000);
  isFree = true;
  expect(await patience.leftFor(work())).toBeNull();
});

it("any other wait ends with the next look", async () => {
  patience.remember(work(), { ms: 60_000, firm: true });
  patience.remember(work(), { ms: 60_000 });
  expect(await patience.leftFor(work())).toBeNull();
});

it("a line about waiting is said once a cycle of each package", () => {
  const says = "WARN: not yet";
  patience.remember(work("a"), { ms: 1, says });
  patience.remember(work("a"), { ms: 1, says });
  patience.remember(work("b"), { ms: 1, says });
  expect(lines).toEqual([says, says]);
  patience.beginCycle();
  patience.remember(work("a"), { ms: 1, says });
  expect(lines).toHaveLength(3);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Coalescer } from "./coalescer";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("passes the first at once and a burst at four a second, the last included", () => {
  const passed: string[] = [];
  const coalescer = new Coalescer<string>(250, (topic) => passed.push(topic));
  for (let ms = 0; ms < 1000; ms += 10) {
    coalescer.offer("update-progress");
    vi.advanceTimersByTime(10);
  }
  expect(passed.length).toBeLessThanOrEqual(5);
  const duringBurst = passed.length;
  vi.advanceTimersByTime(250);
  expect(passed.length).toBeLessThanOrEqual(duringBurst + 1);
  vi.advanceTimersByTime(10_000);
  expect(passed.length).toBeLessThanOrEqual(duringBurst + 1);
});

test("a lone event waits for nothing, and topics do not slow each other", () => {
  const passed: string[] = [];
  const coalescer = new Coalescer<string>(250, (topic) => passed.push(topic));
  coalescer.offer("alerts");
  coalescer.offer("role");
  expect(passed).toEqual(["alerts", "role"]);
});

test("nothing follows after it was cleared", () => {
  const passed: string[] = [];
  const coalescer = new Coalescer<string>(250, (topic) => passed.push(topic));
  coalescer.offer("role");
  coalescer.offer("role");
  coalescer.clear();
  vi.advanceTimersByTime(1000);
  expect(passed).toEqual(["role"]);
});

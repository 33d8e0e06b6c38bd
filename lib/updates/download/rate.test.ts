import { describe, expect, it } from "vitest";
import { TransferRate } from "./rate";

describe("the rate", () => {
  it("is unknown at first", () => expect(new TransferRate().measure(0, 0)).toBeNull());

  it("of a steady flow is that flow, however often it is measured", () => {
    const rate = new TransferRate();
    let shown: number | null = null;
    for (let ms = 0; ms <= 10_000; ms += 250) shown = rate.measure(ms, ms * 1_000);
    expect(shown).toBe(1_000_000);
  });

  it("follows a change within seconds, without jumping", () => {
    const rate = new TransferRate();
    rate.measure(0, 0);
    rate.measure(1_000, 1_000_000);
    const soon = rate.measure(1_500, 1_000_000) ?? 0;
    expect(soon).toBeGreaterThan(500_000);
    expect(rate.measure(20_000, 1_000_000)).toBeLessThan(5_000);
  });

  it("does not go below zero when a file was thrown away", () => {
    const rate = new TransferRate();
    rate.measure(0, 1_000_000);
    rate.measure(1_000, 2_000_000);
    expect(rate.measure(2_000, 500_000)).toBe(1_000_000);
  });
});

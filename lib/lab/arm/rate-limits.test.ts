import { expect, it } from "vitest";
import { Hour } from "@/lib/clock";
import { RateLimits } from "./rate-limits";

const LIMITS = {
  "subscription-reads": 2,
  "subscription-writes": 1,
  "subscription-deletes": 1,
  "tenant-reads": 1,
  "tenant-writes": 1,
};

function counted(limits: RateLimits) {
  const clock = { now: Date.parse("2026-03-01T12:00:00Z") };
  const count = (method: string, subscriptionId?: string, oid = "somebody") =>
    limits.count({
      service: { now: () => new Date(clock.now) },
      claims: { oid },
      tenant: { id: "tenant" },
      params: subscriptionId === undefined ? {} : { subscriptionId },
      method,
    });
  return { clock, count };
}

it("counts down for each principal, subscription and kind of request", () => {
  const { count } = counted(new RateLimits(LIMITS));
  const header = "x-ms-ratelimit-remaining-subscription-reads";
  expect([count("GET", "S"), count("HEAD", "s")]).toEqual([{ [header]: "1" }, { [header]: "0" }]);
  expect(count("GET", "other")).toEqual({ [header]: "1" });
  expect(count("GET", "S", "somebody else")).toEqual({ [header]: "1" });
  expect(count("PUT", "S")).toEqual({ "x-ms-ratelimit-remaining-subscription-writes": "0" });
  expect(count("DELETE", "S")).toEqual({ "x-ms-ratelimit-remaining-subscription-deletes": "0" });
  expect(count("GET")).toEqual({ "x-ms-ratelimit-remaining-tenant-reads": "0" });
});

it("refuses more, says for how long, and begins anew after an hour", () => {
  const { count, clock } = counted(new RateLimits(LIMITS));
  count("PUT", "S");
  clock.now += 10 * 60_000;
  expect(() => count("PUT", "S")).toThrow(
    expect.objectContaining({ status: 429, headers: { "retry-after": "3000" } }),
  );
  clock.now += Hour.ms;
  expect(count("PUT", "S")).toEqual({ "x-ms-ratelimit-remaining-subscription-writes": "0" });
});

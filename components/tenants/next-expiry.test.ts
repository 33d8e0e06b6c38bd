import { expect, test } from "vitest";
import { firstToRenew } from "./next-expiry";

const secret = (expiresAt: string, state: "ok" | "unreadable" = "ok") => ({
  secret: { expiresAt: new Date(expiresAt), provedAt: new Date(0), state, daysLeft: 1 },
});

test("a tenant shows the secret that ends first", () => {
  const first = firstToRenew([secret("2027-03-01"), secret("2026-12-01"), { secret: null }]);
  expect(first?.expiresAt).toEqual(new Date("2026-12-01"));
});

test("a secret that no server can open comes before one that ends earlier", () => {
  expect(firstToRenew([secret("2026-12-01"), secret("2027-03-01", "unreadable")])?.state).toBe("unreadable");
});

test("a tenant of native apps alone has no secret", () => {
  expect(firstToRenew([{ secret: null }])).toBeNull();
});

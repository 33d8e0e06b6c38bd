import { describe, expect, it } from "vitest";
import { serviceStateOf } from "./service-state";

const works = { secret: "ok", proofCode: "ok", roleIsOnline: true } as const;

describe("a service", () => {
  it("is connected when its last proof succeeded", () => {
    expect(serviceStateOf(works)).toBe("connected");
  });

  it("is being configured until it was proved once", () => {
    expect(serviceStateOf({ ...works, proofCode: null })).toBe("configuring");
  });

  it.each(["permission-missing", "no-subscription-visible", "blocked-by-conditional-access"])(
    "is not permitted when the proof says %s",
    (proofCode) => expect(serviceStateOf({ ...works, proofCode })).toBe("not-permitted"),
  );

  it("is degraded by any other failure", () => {
    expect(serviceStateOf({ ...works, proofCode: "dns-failed" })).toBe("degraded");
  });

  it("says that its secret cannot work before it says that the role is offline", () => {
    expect(serviceStateOf({ ...works, secret: "expired", roleIsOnline: false })).toBe("secret-expired");
    expect(serviceStateOf({ ...works, secret: "unreadable", roleIsOnline: false })).toBe("secret-unreadable");
  });

  it("is offline with the role, whatever was proved before", () => {
    expect(serviceStateOf({ ...works, proofCode: "dns-failed", roleIsOnline: false })).toBe("offline");
  });

  it("warns of a secret that ends soon as long as it works", () => {
    expect(serviceStateOf({ ...works, secret: "expiring" })).toBe("secret-expiring");
    expect(serviceStateOf({ ...works, secret: "expiring", proofCode: "dns-failed" })).toBe("degraded");
  });
});

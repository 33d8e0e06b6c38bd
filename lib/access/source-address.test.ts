import { describe, expect, test } from "vitest";
import { isNetwork, sourceAddress, sourceNetwork, trustedProxies, UNKNOWN_SOURCE } from "./source-address";

describe("source address", () => {
  const none = trustedProxies([]);
  const proxies = trustedProxies(["10.0.0.0/8", "fd00::1"]);

  test("is the socket's, whatever the browser claims", () => {
    const headers = { "x-forwarded-for": "203.0.113.9" };
    expect(sourceAddress("198.51.100.7", headers, none)).toBe("198.51.100.7");
    expect(sourceAddress("198.51.100.7", headers, proxies)).toBe("198.51.100.7");
  });

  test("is what a trusted proxy saw, not what was there before it", () => {
    const headers = { "x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.1.2.3" };
    expect(sourceAddress("10.0.0.1", headers, proxies)).toBe("203.0.113.9");
    expect(sourceAddress("fd00::1", { "x-forwarded-for": "2001:db8::5" }, proxies)).toBe("2001:db8::5");
  });

  test("is the proxy's own when it says nothing readable", () => {
    expect(sourceAddress("10.0.0.1", {}, proxies)).toBe("10.0.0.1");
    expect(sourceAddress("10.0.0.1", { "x-forwarded-for": "<script>" }, proxies)).toBe("10.0.0.1");
  });

  test("is IPv4 on a dual-stack socket too", () => {
    expect(sourceAddress("::ffff:192.0.2.1", {}, none)).toBe("192.0.2.1");
  });

  test("is unknown without a socket", () => {
    expect(sourceAddress(undefined, {}, none)).toBe(UNKNOWN_SOURCE);
  });
});

describe("source network", () => {
  test("is the address itself for IPv4", () => expect(sourceNetwork("192.0.2.1")).toBe("192.0.2.1"));
  test("is the same for two addresses of one IPv6 network", () => {
    expect(sourceNetwork("2001:db8:1:2:aaaa::1")).toBe("2001:db8:1:2::/64");
    expect(sourceNetwork("2001:0db8:1:2::")).toBe("2001:db8:1:2::/64");
    expect(sourceNetwork("2001:db8:1:3::1")).not.toBe("2001:db8:1:2::/64");
  });
  test("understands the shortest forms", () => expect(sourceNetwork("::1")).toBe("0:0:0:0::/64"));
});

test.each(["10.0.0.1", "10.0.0.0/8", "fd00::/8", "::1"])("%s is a network", (text) =>
  expect(isNetwork(text)).toBe(true),
);
test.each(["", "proxy.contoso.com", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.0/x", "fd00::/129"])(
  "%j is none",
  (text) => expect(isNetwork(text)).toBe(false),
);

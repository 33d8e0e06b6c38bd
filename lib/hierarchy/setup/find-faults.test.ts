import { describe, expect, it } from "vitest";
import { findFaults } from "./find-faults";
import type { SetupInput } from "./model";
import { goodInput } from "./testing/setup-order";

const codes = (change: Partial<SetupInput>) => findFaults(goodInput(change)).map(({ code }) => code);

it("finds nothing wrong with a good input", () => {
  expect(findFaults(goodInput())).toEqual([]);
});

describe("site code", () => {
  it.each(["", "C", "CASX", "cas", "C-S", "ÄBC"])("%j is malformed", (siteCode) => {
    expect(codes({ siteCode })).toEqual(["setup-site-code-malformed"]);
  });

  it.each(["AUX", "CON", "NUL", "PRN", "SMS"])("%s is reserved", (siteCode) => {
    expect(codes({ siteCode })).toEqual(["setup-site-code-reserved"]);
  });

  it.each(["CAS", "PR1", "001"])("%s can be used", (siteCode) => expect(codes({ siteCode })).toEqual([]));
});

describe("server names", () => {
  it.each([
    "cas01",
    "10.0.0.1",
    "cas_01.contoso.com",
    "-cas.contoso.com",
    "cas-.contoso.com",
    "a..b",
    "cas01.contoso.com:443",
    `${"a".repeat(64)}.com`,
  ])("%s is not fully qualified", (siteServer) =>
    expect(codes({ siteServer })).toEqual(["setup-server-malformed"]),
  );

  it("the role's server counts only when the role is installed", () => {
    expect(codes({ cloudConnectorServer: "" })).toEqual(["setup-server-missing"]);
    expect(codes({ cloudConnectorServer: "", cloudConnector: false })).toEqual([]);
  });
});

describe("time zone", () => {
  it.each(["Europe/Paris", "UTC"])("%s is known", (timeZone) => expect(codes({ timeZone })).toEqual([]));
  it.each(["", "Mars/Olympus", "+02:00"])("%j is not", (timeZone) => {
    expect(codes({ timeZone })).toEqual(["setup-time-zone-unknown"]);
  });
});

describe("administrator", () => {
  it("the password follows the policy of every account", () => {
    expect(codes({ password: "" })).toEqual(["setup-password-missing"]);
    expect(codes({ password: "short" })).toEqual(["password-too-short"]);
    expect(codes({ password: "I am anna of Contoso" })).toEqual(["password-contains-user-name"]);
  });

  it.each(["", "an", "anna smith", "-anna", "CONTOSO\\anna"])("%j is no user name", (userName) => {
    expect(codes({ userName })).toEqual(["setup-user-name-malformed"]);
  });
});

describe("proxy", () => {
  it.each(["proxy", "proxy.contoso.com", "10.0.0.8"])("%s is a name", (proxyName) => {
    expect(codes({ useProxy: true, proxyName })).toEqual([]);
  });

  it.each(["", "http://proxy", "proxy:3128"])("%j is not", (proxyName) => {
    expect(codes({ useProxy: true, proxyName })).toEqual(["setup-proxy-name-malformed"]);
  });

  it.each([0, 65_536, 1.5])("%d is no port", (proxyPort) => {
    expect(codes({ useProxy: true, proxyName: "proxy", proxyPort })).toEqual(["setup-proxy-port-malformed"]);
  });

  it("is not looked at when it is not used", () => {
    expect(codes({ proxyName: "http://proxy", proxyPort: 0 })).toEqual([]);
  });
});

it("names one fault for each field, all at once", () => {
  const faults = findFaults(goodInput({ siteCode: "sms!", siteName: "", userName: "", password: "x" }));
  expect(faults.map(({ field }) => field)).toEqual(["siteCode", "siteName", "userName", "password"]);
});

import { describe, expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/connectivity.json";
import en from "@/lib/i18n/messages/en/connectivity.json";
import { ENDPOINT_CATALOGUE, endpointKey, isConcrete, isHostOf, isOfVersion } from "./catalogue";
import { ENDPOINT_FEATURES, ENDPOINT_PARTIES, ENDPOINT_PURPOSES, WARNING_CODES } from "./model";
import { PROBE_CODES } from "./probe-error";

const row = (host: string) => {
  const found = ENDPOINT_CATALOGUE.find((one) => one.host === host);
  if (!found) throw new Error(`${host} is not in the catalogue`);
  return found;
};

describe("the catalogue", () => {
  it("names each endpoint once for a feature and those who need it", () => {
    const names = ENDPOINT_CATALOGUE.map(({ feature, host, scheme, ports, requiredBy }) =>
      [feature, scheme, host, ports, requiredBy].join(" "),
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("uses every feature but those that are of the environment alone, and every purpose but those", () => {
    const unused = (all: readonly string[], used: readonly string[]) =>
      all.filter((one) => !used.includes(one));
    expect(
      unused(
        ENDPOINT_FEATURES,
        ENDPOINT_CATALOGUE.map(({ feature }) => feature),
      ),
    ).toEqual(["usage-data"]);
    expect(
      unused(
        ENDPOINT_PURPOSES,
        ENDPOINT_CATALOGUE.map(({ purpose }) => purpose),
      ),
    ).toEqual(["catalogue-metadata", "catalogue-files", "usage-data"]);
  });

  it.each([
    ["graph.microsoft.com", "1902", true],
    ["graph.microsoft.com", "1810", false],
    ["silverlight.dlservice.microsoft.com", "2002", true],
    ["silverlight.dlservice.microsoft.com", "2006", false],
  ])("%s is for a site of version %s: %s", (host, version, expected) => {
    expect(isOfVersion(row(host), version)).toBe(expected);
  });

  it.each([
    ["*.manage.microsoft.com", "fef.manage.microsoft.com", true],
    ["*.manage.microsoft.com", "manage.microsoft.com", false],
    ["*.manage.microsoft.com", "manage.microsoft.com.evil.example", false],
    ["<name>.cloudapp.net", "anybody.cloudapp.net", false],
    ["aka.ms", "AKA.ms", true],
    ["aka.ms", "notaka.ms", false],
  ])("%s stands for %s: %s", (host, asked, expected) => {
    expect(isHostOf(row(host), asked)).toBe(expected);
  });

  it("lets concrete names be tested, neither patterns nor what is no HTTP", () => {
    expect(isConcrete(row("aka.ms"))).toBe(true);
    expect(ENDPOINT_CATALOGUE.filter((one) => isConcrete(one) && /[*<]/.test(one.host))).toEqual([]);
    expect(ENDPOINT_CATALOGUE.filter((one) => one.scheme === "tcp").some(isConcrete)).toBe(false);
  });

  it("names an address always with its port", () => {
    expect(endpointKey("https://aka.ms")).toBe("https://aka.ms:443/");
    expect(endpointKey("http://adl.windows.com/a?b=1")).toBe("http://adl.windows.com:80/a?b=1");
    expect(endpointKey("https://localhost:8443/graph/")).toBe("https://localhost:8443/graph/");
  });
});

describe.each([
  ["English", en],
  ["German", de],
])("in %s", (_language, messages) => {
  it.each([
    ["features", ENDPOINT_FEATURES],
    ["parties", ENDPOINT_PARTIES],
    ["purposes", ENDPOINT_PURPOSES],
  ] as const)("all %s have their words, and no others", (area, all) => {
    expect(Object.keys(messages[area]).sort()).toEqual([...all].sort());
  });

  it("everything only a test says has its sentence", () => {
    for (const code of [...PROBE_CODES, ...WARNING_CODES])
      expect(Object.keys(messages.failures)).toContain(code);
  });
});

import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { UsageValue } from "./model";
import { PrivacyGuard, type ProtectedName } from "./privacy-guard";
import { productHistogram, timeZone } from "./values";

const NAMES: ProtectedName[] = [
  { kind: "contains-site-code", name: "PR1" },
  { kind: "contains-site-code", name: "AMD" },
  { kind: "contains-site-code", name: "100" },
  { kind: "contains-site-name", name: "Fabrikam Europe" },
  { kind: "contains-site-name", name: "Berlin" },
  { kind: "contains-host-name", name: "pri-01.corp.fabrikam.example" },
  { kind: "contains-host-name", name: "pri-01" },
  { kind: "contains-host-name", name: "server" },
  { kind: "contains-host-name", name: "wmi" },
  { kind: "contains-site-code", name: "UTF" },
  { kind: "contains-domain-name", name: "corp.fabrikam.example" },
  { kind: "contains-user-name", name: "anna" },
  { kind: "contains-user-name", name: "Jürgen Groß" },
  { kind: "contains-user-name", name: "jo" },
  { kind: "contains-object-name", name: "Pilot devices" },
];
const guard = new PrivacyGuard(NAMES);
const anything = z.json();
const found = (value: UsageValue, schema: z.ZodType = anything) => guard.find(value, schema);

describe("the guard finds", () => {
  it.each([
    ["a site code", "PR1", "contains-site-code"],
    ["a site code within a text", "link PR1->CAS", "contains-site-code"],
    ["a site name", "Fabrikam Europe", "contains-site-name"],
    ["a site name in another spelling", "sites/fabrikam-europe", "contains-site-name"],
    ["a host name", "pri-01.corp.fabrikam.example", "contains-host-name"],
    ["a short host name in capitals", "at PRI-01:", "contains-host-name"],
    ["a domain", "ldap corp.fabrikam.example", "contains-domain-name"],
    ["a user", "by Anna", "contains-user-name"],
    ["a user with umlauts", "JÜRGEN GROSS / Jürgen Groß", "contains-user-name"],
    ["a short user name that stands alone", "jo", "contains-user-name"],
    ["the name of a collection", "[Pilot devices]", "contains-object-name"],
    ["an IPv4 address", "10.20.30.40", "contains-network-address"],
    ["an IPv4 address at the end of a sentence", "It is 10.20.30.40.", "contains-network-address"],
    ["a site code of digits that stands alone", "100", "contains-site-code"],
    ["an IPv4 address with a port", "from 192.168.0.1:443", "contains-network-address"],
    ["an IPv6 address", "fe80::1ff:fe23:4567:890a", "contains-network-address"],
    ["a MAC address", "00-15-5D-01-02-03", "contains-network-address"],
    ["an e-mail address", "someone@example.org", "contains-e-mail-address"],
    ["a domain account", "CONTOSO\\somebody", "contains-account-name"],
    ["a path to a server", "\\\\files01\\share", "contains-account-name"],
  ])("%s", (_, text, kind) => {
    expect(found(text)).toBe(kind);
    expect(found({ deep: [{ down: text }] })).toBe(kind);
    expect(found({ [text]: 1 })).toBe(kind);
  });
});

describe("the guard lets pass", () => {
  it.each([
    ["versions", "5.00.8853.1000"],
    ["versions of four parts", "4.18.2003.8"],
    ["versions with the digits of a site code in them", "80.100.1"],
    ["instants", "2020-04-20T08:00:00.000Z"],
    ["keyed hashes, whatever they spell", `${"PR1/PR1+PR1".padEnd(43, "a")}=`],
    ["processors, though a site is called AMD", "AMD EPYC 7302"],
    ["operating systems, though a host is called server", "Windows Server 2019"],
    ["words that only begin like a name", "annual, PR10, Berliner, join"],
    ["locales", "de-DE"],
    ["words with the letters of a short host name", "wmi-repository"],
    ["names of encodings, though a site is called UTF", "en_US.UTF-8"],
  ])("%s", (_, text) => {
    expect(found(text)).toBeNull();
  });

  it("numbers, truth and nothing", () => {
    expect(found([100, true, null])).toBeNull();
  });

  it("words of the closed lists of an item's schema: they cannot be anybody's", () => {
    const schema = z.strictObject({
      zone: timeZone,
      berlin: z.literal("PR1"),
      kinds: z.record(z.enum(["anna"]), z.int()),
    });
    expect(found({ zone: "Europe/Berlin", berlin: "PR1", kinds: { anna: 1 } }, schema)).toBeNull();
    expect(found({ zone: "Berlin", berlin: "PR1", kinds: { anna: 1 } }, schema)).toBe("contains-site-name");
  });

  it("not even a product's word when it stands alone in a place that anything could stand in", () => {
    expect(found({ AMD: 4 }, productHistogram)).toBe("contains-site-code");
    expect(found({ "AMD EPYC 7302": 4 }, productHistogram)).toBeNull();
  });
});

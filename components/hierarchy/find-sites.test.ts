import { expect, test } from "vitest";
import type { SiteRow } from "@/lib/hierarchy/model";
import { findSites } from "./find-sites";

const site = (siteCode: string, parentSiteCode: string | null, fullVersion: string): SiteRow => ({
  siteCode,
  parentSiteCode,
  name: `Contoso ${siteCode}`,
  type: parentSiteCode ? 2 : 4,
  version: "1906",
  fullVersion,
  servers: [{ id: siteCode, fqdn: `${siteCode.toLowerCase()}-server.contoso.com`, roles: [] }],
  secondaries: 0,
});

const SITES = [site("CAS", null, "2"), site("PR1", "CAS", "1"), site("PR2", "CAS", "2")];
const found = (choice: { search?: string; behind?: boolean }) =>
  findSites(SITES, { search: "", behind: false, ...choice }).map(({ siteCode }) => siteCode);

test("sites are found by code, name and server, whatever the case", () => {
  expect(found({ search: "pr2" })).toEqual(["PR2"]);
  expect(found({ search: "CONTOSO" })).toEqual(["CAS", "PR1", "PR2"]);
  expect(found({ search: "pr1-server" })).toEqual(["PR1"]);
});

test("a site is behind when its parent has another version", () => {
  expect(found({ behind: true })).toEqual(["PR1"]);
  expect(found({ behind: true, search: "PR2" })).toEqual([]);
});

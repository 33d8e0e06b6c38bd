import { expect, test } from "vitest";
import type { SiteRow } from "@/lib/hierarchy/model";
import { type SiteNode, siteTree } from "./site-tree";

const site = (siteCode: string, parentSiteCode: string | null): SiteRow => ({
  siteCode,
  parentSiteCode,
  name: siteCode,
  type: 2,
  version: "1906",
  fullVersion: "5.00.8853.1000",
  servers: [],
  secondaries: 0,
});
const outline = (nodes: SiteNode[]): unknown => nodes.map((n) => [n.site.siteCode, outline(n.children)]);

test("children stand below their parent, siblings by site code", () => {
  const tree = siteTree([site("PR2", "CAS"), site("SE1", "PR1"), site("CAS", null), site("PR1", "CAS")]);
  expect(outline(tree)).toEqual([
    [
      "CAS",
      [
        ["PR1", [["SE1", []]]],
        ["PR2", []],
      ],
    ],
  ]);
});

test("a site whose parent is not known is not lost", () => {
  expect(outline(siteTree([site("PR1", "GON")]))).toEqual([["PR1", []]]);
});

import { describe, expect, it } from "vitest";
import type { CatalogueUpdate } from "@/lib/updates/catalogue/read-catalogue";
import type { DownloadChoice, TransferRequest } from "../model";
import { type SelectionFacts, selectUpdates } from "./select-updates";

const guidOf = (name: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(name).toString("hex").slice(0, 12).padEnd(12, "0")}`;

function update(name: string, facts: Partial<CatalogueUpdate["entry"]> = {}): CatalogueUpdate {
  return {
    files: [],
    entry: {
      packageGuid: guidOf(name),
      name,
      description: { en: name },
      version: "1910",
      fullVersion: "5.00.8913.1000",
      minCmVersion: "5.00.8740.1000",
      maxCmVersion: "5.00.8899.9999",
      dateReleased: "2019-11-29T00:00:00Z",
      impact: 31,
      updateType: 0,
      supersedes: [],
      requiredConfiguration: [],
      earlyUpdateRing: false,
      files: [],
      ...facts,
    },
  };
}

const CATALOGUE = [
  update("1902", { fullVersion: "5.00.8790.1000", maxCmVersion: "5.00.8789.9999" }),
  update("1906KB", { fullVersion: "5.00.8853.1020", minCmVersion: "5.00.8853.1000", updateType: 2 }),
  update("1910"),
  update("1810KB", { fullVersion: "5.00.8740.1020", maxCmVersion: "5.00.8740.9999", updateType: 2 }),
  update("2002", { fullVersion: "5.00.8968.1000" }),
];

const facts = (overrides: Partial<SelectionFacts> = {}): SelectionFacts => ({
  updates: CATALOGUE,
  request: { siteVersion: "5.00.8853.1000", packages: [] },
  relevance: null,
  ...overrides,
});

const names = (choice: DownloadChoice, given: SelectionFacts): string[] =>
  selectUpdates(choice, given).map(({ entry }) => entry.name);

const withPackages = (...packages: [string, TransferRequest["packages"][number]["state"]][]) =>
  facts({
    request: {
      siteVersion: "5.00.8853.1000",
      packages: packages.map(([name, state]) => ({ packageGuid: guidOf(name), state })),
    },
  });

const judged = (relevant: Record<string, boolean>): SelectionFacts["relevance"] => ({
  bodySha256: "ab".repeat(32),
  evaluatedAt: "2020-04-20T08:00:00Z",
  updates: Object.entries(relevant).map(([name, value]) => ({ packageGuid: guidOf(name), relevant: value })),
});

describe("without an option", () => {
  it("only the newest update that applies travels, and no hotfix", () => {
    expect(names("default", facts())).toEqual(["2002"]);
  });

  it("what the cloud holds irrelevant is passed over", () => {
    expect(names("default", facts({ relevance: judged({ "2002": false, "1910": true }) }))).toEqual(["1910"]);
  });

  it("what does not fit the version of the site is passed over", () => {
    const tooNew = [
      ...CATALOGUE,
      update("2006", { fullVersion: "5.00.9012.1000", minCmVersion: "5.00.8900.0" }),
    ];
    expect(names("default", facts({ updates: tooNew }))).toEqual(["2002"]);
    expect(names("default", facts({ request: { siteVersion: "5.00.8968.1000", packages: [] } }))).toEqual([]);
  });

  it("an early ring is for those the cloud knows in it", () => {
    const ring = [...CATALOGUE, update("2003", { fullVersion: "5.00.8970.1000", earlyUpdateRing: true })];
    expect(names("default", facts({ updates: ring }))).toEqual(["2002"]);
    const relevance = judged({ "2003": true });
    expect(names("default", facts({ updates: ring, relevance }))).toEqual(["2003"]);
  });

  it("a prerequisite must be installed", () => {
    const needs = [
      update("1910"),
      update("2002", { fullVersion: "5.00.8968.1000", prerequisitePackageGuid: guidOf("1906KB") }),
    ];
    expect(names("default", { ...withPackages(["1906KB", "has"]), updates: needs })).toEqual(["1910"]);
    expect(names("default", { ...withPackages(["1906KB", "installed"]), updates: needs })).toEqual(["2002"]);
  });

  it("the newest is not replaced by an older one when it is there already", () => {
    expect(names("default", withPackages(["2002", "has"]))).toEqual([]);
  });
});

describe("by an option", () => {
  it.each<[DownloadChoice, string[]]>([
    ["all", ["2002", "1910", "1906KB", "1902", "1810KB"]],
    ["hotfix", ["1906KB", "1810KB"]],
    ["site-version", ["2002", "1910", "1906KB"]],
  ])("%s: %s", (choice, expected) => {
    expect(names(choice, facts())).toEqual(expected);
  });
});

describe("whatever the choice", () => {
  it("what is installed or there does not travel", () => {
    expect(names("all", withPackages(["1902", "installed"], ["1910", "has"], ["2002", "lacks"]))).toEqual([
      "2002",
      "1906KB",
      "1810KB",
    ]);
  });

  it("what an administrator asked for does", () => {
    expect(names("default", withPackages(["1906KB", "wants"]))).toEqual(["2002", "1906KB"]);
  });
});

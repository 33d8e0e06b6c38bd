import { describe, expect, it } from "vitest";
import { earlyUpdateRingFact } from "@/lib/updates/manifest";
import type { UsageDocumentItem } from "./model";
import { relevanceInputsOf, splitConfiguration } from "./relevance-inputs";

const ITEMS: UsageDocumentItem[] = [
  {
    id: "B-03",
    level: 1,
    value: {
      sites: [
        { fullVersion: "5.00.8913.1000", type: 2 },
        { fullVersion: "5.00.8853.1000", type: 4 },
        { fullVersion: "5.00.8913.1000", type: 2 },
      ],
    },
  },
  { id: "B-20", level: 1, value: { build: "5.00.8853", configuration: ["coManagement"] } },
  { id: "B-24", level: 1, value: { versions: ["2002"] } },
];

describe("the inputs of relevance", () => {
  it("are read from three Basic items, whatever else these and others carry", () => {
    const more: UsageDocumentItem = { id: "F-21", level: 3, value: { sites: [], versions: ["1910"] } };
    expect(relevanceInputsOf({ items: [more, ...ITEMS] })).toEqual({
      siteVersions: ["5.00.8853.1000", "5.00.8913.1000"],
      configuration: ["coManagement"],
      earlyUpdateRings: ["2002"],
    });
  });

  it.each(["B-03", "B-20", "B-24"])("are none without %s, or when it failed", (id) => {
    expect(relevanceInputsOf({ items: ITEMS.filter((item) => item.id !== id) })).toBeNull();
    const failed = ITEMS.map((item) => (item.id === id ? { id, level: item.level, failed: "query" } : item));
    expect(relevanceInputsOf({ items: failed })).toBeNull();
  });

  it("are taken from what is true in the configuration of the top-level site", () => {
    const configuration = { coManagement: true, gateway: false, [earlyUpdateRingFact("2002")]: true };
    expect(splitConfiguration(configuration)).toEqual({
      configuration: ["coManagement"],
      earlyUpdateRings: ["2002"],
    });
  });
});

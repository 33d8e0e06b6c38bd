import { describe, expect, it } from "vitest";
import type { RelevanceInputs } from "@/lib/usage-data/relevance-inputs";
import { SAMPLE_CATALOGUE } from "../sample-catalogue";
import { judgeRelevance } from "./judge-relevance";

const inputs = (overrides: Partial<RelevanceInputs> = {}): RelevanceInputs => ({
  siteVersions: ["5.00.8853.1000"],
  configuration: [],
  earlyUpdateRings: [],
  ...overrides,
});

const judge = (name: string, given: RelevanceInputs | null) => {
  const update = SAMPLE_CATALOGUE.find(({ facts }) => facts.name === name);
  if (!update) throw new Error(name);
  return judgeRelevance(update.facts, given);
};

describe("an update is relevant", () => {
  it("when all sites are in its range of versions", () => {
    expect(judge("Configuration Manager 1910", inputs())).toBeNull();
    const mixed = inputs({ siteVersions: ["5.00.8853.1000", "5.00.8913.1000"] });
    expect(judge("Configuration Manager 1910", mixed)).toBe("versionOutOfRange");
  });

  it("when the infrastructure is configured for it", () => {
    const hotfix = "Configuration Manager 1810 Hotfix (KB4487960)";
    const on1810 = { siteVersions: ["5.00.8740.1000"] };
    expect(judge(hotfix, inputs(on1810))).toBe("configurationMissing");
    const configuration = ["microsoftIntuneSubscription"];
    expect(judge(hotfix, inputs({ ...on1810, configuration }))).toBeNull();
  });

  it("of the early update ring, only to who joined it", () => {
    expect(judge("Configuration Manager 2002", inputs())).toBe("earlyUpdateRing");
    expect(judge("Configuration Manager 2002", inputs({ earlyUpdateRings: ["2002"] }))).toBeNull();
  });

  it("for those who were in a ring, only to them", () => {
    const name = "Configuration Manager 1906 Early Update Ring Hotfix";
    expect(judge(name, inputs())).toBe("configurationMissing");
    expect(judge(name, inputs({ earlyUpdateRings: ["1906"] }))).toBeNull();
  });

  it("never, when the usage data lack what it is judged by", () => {
    expect(judge("Configuration Manager 1910", null)).toBe("usageDataIncomplete");
  });
});

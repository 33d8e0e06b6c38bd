import { describe, expect, test } from "vitest";
import de from "@/lib/i18n/messages/de/features.json";
import en from "@/lib/i18n/messages/en/features.json";
import { FEATURE_TYPE, FEATURES, type Feature, featureTypeIn, findFeature } from "./feature-catalogue";

const named = (name: string): Feature => {
  const feature = FEATURES.find((candidate) => candidate.name === name);
  if (!feature) throw new Error(`no feature ${name}`);
  return feature;
};

describe("the type of a feature depends on the version of the hierarchy", () => {
  test.each([
    ["azure-ad-user-group-discovery", "1902", null],
    ["azure-ad-user-group-discovery", "1906", FEATURE_TYPE.preRelease],
    ["azure-ad-user-group-discovery", "1910", FEATURE_TYPE.preRelease],
    ["azure-ad-user-group-discovery", "2002", FEATURE_TYPE.release],
    ["server-groups", "2002", FEATURE_TYPE.preRelease],
    ["orchestration-groups", "1910", null],
    ["cloud-management-gateway", "1802", FEATURE_TYPE.release],
    ["phased-deployments", "1802", FEATURE_TYPE.preRelease],
  ])("%s in %s: %s", (name, version, type) => {
    expect(featureTypeIn(named(name), version)).toBe(type);
  });

  test("a feature that is not optional leaves the list when it is a full one", () => {
    expect(featureTypeIn(named("enhanced-http"), "1806")).toBe(FEATURE_TYPE.preRelease);
    expect(featureTypeIn(named("enhanced-http"), "1810")).toBeNull();
  });
});

test("a GUID is found however it is written, and names one feature only", () => {
  expect(findFeature("DD043119-789C-4158-AC79-725E999F385A")?.name).toBe("cloud-management-gateway");
  expect(findFeature("00000000-0000-0000-0000-000000000000")).toBeNull();
  expect(new Set(FEATURES.map(({ featureGuid }) => featureGuid)).size).toBe(FEATURES.length);
});

test.each([
  ["English", en],
  ["German", de],
])("every feature has a name and a description in %s", (_language, messages) => {
  const texts: Record<string, { name: string; description: string }> = messages.features;
  expect(Object.keys(texts).sort()).toEqual(FEATURES.map(({ name }) => name).sort());
  for (const text of Object.values(texts)) expect(Object.keys(text)).toEqual(["name", "description"]);
});

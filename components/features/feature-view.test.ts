import { describe, expect, test } from "vitest";
import type { FeatureList, FeatureRow } from "@/lib/updates/features/list-features";
import { canBeAsked, featureState, lacksConsent } from "./feature-view";

const NOW = new Date("2026-11-24T10:00:00Z");
const feature = (changed: Partial<FeatureRow> = {}): FeatureRow => ({
  featureGuid: "ee16a1d8-ef1b-4094-845f-ac107e7c621d",
  name: "application-groups",
  isPreRelease: true,
  since: "1906",
  isOn: false,
  enabledAt: null,
  requestedAt: null,
  requestedBy: null,
  waitsFor: null,
  ...changed,
});
const list = (consentAt: Date | null): FeatureList => ({
  version: "1910",
  consentAt,
  consentBy: null,
  features: [],
});
const waitsFor = { packageGuid: "0f1e0000-0000-4000-8000-000000000000", name: "2002" };

describe("featureState", () => {
  test.each([
    [{}, "off"],
    [{ requestedAt: NOW }, "requested"],
    [{ requestedAt: NOW, waitsFor }, "waiting-for-sites"],
    [{ isOn: true, enabledAt: NOW }, "on"],
  ] as const)("%o is %s", (changed, state) => {
    expect(featureState(feature(changed))).toBe(state);
  });
});

test("only a pre-release feature needs the consent, and only until it is given", () => {
  expect(lacksConsent(feature(), list(null))).toBe(true);
  expect(lacksConsent(feature(), list(NOW))).toBe(false);
  expect(lacksConsent(feature({ isPreRelease: false }), list(null))).toBe(false);
});

test("one that waits for all sites can be turned on now; one that is being turned on cannot", () => {
  expect(canBeAsked(feature({ requestedAt: NOW, waitsFor }))).toBe(true);
  expect(canBeAsked(feature({ requestedAt: NOW }))).toBe(false);
});

import type { Tone } from "@/components/ui/badge";
import type { FeatureList, FeatureRow } from "@/lib/updates/features/list-features";

export type FeatureState = "on" | "waiting-for-sites" | "requested" | "off";

/** What the column *Status* says; its words are in the messages under `features.page.states`. */
export function featureState(feature: FeatureRow): FeatureState {
  if (feature.isOn) return "on";
  if (feature.waitsFor) return "waiting-for-sites";
  return feature.requestedAt ? "requested" : "off";
}

export const STATE_LOOKS = {
  on: { tone: "success", busy: false },
  "waiting-for-sites": { tone: "warning", busy: false },
  requested: { tone: "info", busy: true },
  off: { tone: "neutral", busy: false },
} as const satisfies Record<FeatureState, { tone: Tone; busy: boolean }>;

/** Whether the feature waits for a consent that nobody has given. */
export const lacksConsent = (feature: FeatureRow, list: FeatureList): boolean =>
  feature.isPreRelease && list.consentAt === null;

/** Whether a button to turn it on makes sense at all. */
export const canBeAsked = (feature: FeatureRow): boolean => {
  const state = featureState(feature);
  return state === "off" || state === "waiting-for-sites";
};

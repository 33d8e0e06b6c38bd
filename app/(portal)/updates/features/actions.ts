"use server";

import { runUseCase } from "@/app/_server/run-use-case";
import { consentToPreReleaseFeatures } from "@/lib/updates/features/consent-to-pre-release-features";
import { enableFeature } from "@/lib/updates/features/enable-feature";

export async function enableFeatureAction(input: unknown) {
  return runUseCase(enableFeature, input);
}

export async function consentToPreReleaseFeaturesAction(input: unknown) {
  return runUseCase(consentToPreReleaseFeatures, input);
}

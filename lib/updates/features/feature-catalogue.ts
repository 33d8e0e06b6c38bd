/** `SMS_CM_UpdateFeatures.FeatureType` (reference/updates.md §9.4). */
export const FEATURE_TYPE = { preRelease: 0, release: 1 } as const;
export type FeatureType = (typeof FEATURE_TYPE)[keyof typeof FEATURE_TYPE];

export interface Feature {
  featureGuid: string;
  /** Its name and description are in the messages under `features.features`. */
  name: string;
  /** YYMM of the first version that has it as a pre-release feature; null when it never was one. */
  preReleaseSince: string | null;
  /** YYMM from which it is a full feature; null while it is not one yet. */
  releaseSince: string | null;
  /** Stays in the list as a full feature. The others are installed silently then, and leave it. */
  optional: boolean;
}

/** Oldest version an update of this catalogue may start from (reference/updates.md §2): in it since always. */
const ALWAYS = "1802";

/**
 * The optional and pre-release features of reference/updates.md §15. Where no GUID is published, it is our own,
 * and stable.
 */
export const FEATURES: readonly Feature[] = [
  optional("bitlocker-management", "6dd56e46-c3ec-4e38-a16f-e98644bb6434", null, "1910"),
  optional("collection-membership-to-azure-ad", "c2127144-c8de-49f6-9cb3-d4f5b59f9515", "1906", "2002"),
  optional("azure-ad-user-group-discovery", "023715e7-bfba-4e9e-a80f-b5b626464add", "1906", "2002"),
  optional("application-groups", "ee16a1d8-ef1b-4094-845f-ac107e7c621d", "1906", null),
  optional("task-sequence-debugger", "c3f37661-69e4-4d53-a39c-5d02f97e0e71", "1906", null),
  optional("package-conversion-manager", "4e0c09af-7fc1-4412-a8bb-166d9bcd0093", "1806", "1810"),
  optional("client-apps-for-co-managed-devices", "cc3ae625-bf72-49b1-8ab1-af0dcf2d6f4c", "1806", "2002"),
  optional("third-party-software-updates", "b5e192ae-c81f-4348-9ef9-07a3c0fbe597", null, ALWAYS),
  optional("application-approval-per-device", "4ba987c9-08fc-48e2-bffe-c9dcf35b496a", null, ALWAYS),
  optional("create-and-run-scripts", "566f8720-f415-4e10-9a51-cda682ba2b2e", null, ALWAYS),
  optional("surface-driver-updates", "82ad973a-7cdf-4b67-a665-72875d6e099a", null, ALWAYS),
  optional("cloud-management-gateway", "dd043119-789c-4158-ac79-725e999f385a", null, ALWAYS),
  optional("pfx-create", "ced76b79-929c-4c45-981f-b9bca6d38a17", null, ALWAYS),
  optional("azure-log-analytics-connector", "73a7ec4d-ef22-4ea4-82a9-419c2a8cfc4d", null, ALWAYS),
  optional("exploit-guard-policy", "8491d4c8-8484-46b8-bcd6-17dc2cadbaeb", null, ALWAYS),
  optional("vpn-for-windows-10", "edbeba3d-3a4d-4465-84d9-d71eb811e7f6", null, ALWAYS),
  optional("server-groups", "290b66d8-c735-4895-b59a-dd732d84a697", "1602", null),
  optional("windows-hello-for-business", "8bca2642-3719-4862-a355-9d39c979e1b4", null, ALWAYS),
  preRelease("orchestration-groups", "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e01", "2002", null),
  preRelease("task-sequence-deployment-type", "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e02", "2002", null),
  preRelease("remove-central-administration-site", "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e03", "2002", null),
  preRelease("cmpivot-standalone", "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e04", "1906", "2002"),
  preRelease("administration-service", "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e05", "1810", "1906"),
  preRelease("enhanced-http", "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e06", "1806", "1810"),
  preRelease("phased-deployments", "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e07", "1802", "1806"),
  preRelease("application-control-management", "0d2f4a86-7d0e-4c55-9a37-5f3b0a2c6e08", "1702", "1906"),
];

function optional(
  name: string,
  featureGuid: string,
  preReleaseSince: string | null,
  releaseSince: string | null,
): Feature {
  return { featureGuid, name, preReleaseSince, releaseSince, optional: true };
}

function preRelease(
  name: string,
  featureGuid: string,
  preReleaseSince: string,
  releaseSince: string | null,
): Feature {
  return { featureGuid, name, preReleaseSince, releaseSince, optional: false };
}

const BY_GUID = new Map(FEATURES.map((feature) => [feature.featureGuid, feature]));

/** @returns null for a GUID that names no feature */
export const findFeature = (featureGuid: string): Feature | null =>
  BY_GUID.get(featureGuid.toLowerCase()) ?? null;

/**
 * What `feature` is in a hierarchy of `version` (YYMM, e.g. `1910`).
 * @returns null when that version does not list it: too old for it, or it has it without being asked
 */
export function featureTypeIn(feature: Feature, version: string): FeatureType | null {
  // YYMM sorts as text within this century.
  const { preReleaseSince, releaseSince } = feature;
  if (releaseSince !== null && version >= releaseSince) return feature.optional ? FEATURE_TYPE.release : null;
  return preReleaseSince !== null && version >= preReleaseSince ? FEATURE_TYPE.preRelease : null;
}

/**
 * The versions that are spoken here, oldest first: that of the published description, and the one that Microsoft's
 * client of the day sends. What differs between them is beyond what is served.
 */
export const API_VERSIONS = {
  subscriptions: ["2021-01-01", "2022-12-01"],
  resources: ["2021-04-01", "2025-04-01"],
} as const satisfies Record<string, readonly string[]>;

export type ApiVersions = keyof typeof API_VERSIONS;

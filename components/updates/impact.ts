/** `SMS_CM_UpdatePackages.Impact` (reference/updates.md §9.1); the words are in the messages, `updatesPage.impact`. */
const IMPACT_BITS = [
  [0x01, "siteServer"],
  [0x02, "console"],
  [0x04, "client"],
  [0x08, "newFeatures"],
  [0x10, "bugFixes"],
] as const;

export type Impact = (typeof IMPACT_BITS)[number][1];

/** What installing a package touches and brings. */
export const impactsOf = (bits: number): Impact[] =>
  IMPACT_BITS.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);

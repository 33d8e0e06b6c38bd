/**
 * End of support per version (reference/updates.md §1), `YYYY-MM-DD`. What is not listed is newer than the list and
 * counts as supported.
 */
export const SUPPORT_ENDS: readonly { build: number; version: string; ends: string }[] = [
  { build: 8325, version: "1511", ends: "2016-12-08" },
  { build: 8355, version: "1602", ends: "2017-03-11" },
  { build: 8412, version: "1606", ends: "2017-10-12" },
  { build: 8458, version: "1610", ends: "2017-11-18" },
  { build: 8498, version: "1702", ends: "2018-03-27" },
  { build: 8540, version: "1706", ends: "2018-07-31" },
  { build: 8577, version: "1710", ends: "2019-05-20" },
  { build: 8634, version: "1802", ends: "2019-09-22" },
  { build: 8692, version: "1806", ends: "2020-01-31" },
  { build: 8740, version: "1810", ends: "2020-12-01" },
  { build: 8790, version: "1902", ends: "2020-09-27" },
  { build: 8853, version: "1906", ends: "2021-01-26" },
  { build: 8913, version: "1910", ends: "2021-05-29" },
  { build: 8968, version: "2002", ends: "2021-10-01" },
];

/** @returns the day after which `fullVersion` is no longer supported; null for one newer than the list */
export function supportEnd(fullVersion: string): { version: string; ends: string } | null {
  const build = Number(fullVersion.split(".")[2]);
  return SUPPORT_ENDS.find((known) => known.build === build) ?? null;
}

/** Whether `fullVersion` is supported at `now`, the last day included. */
export function isSupported(fullVersion: string, now: Date): boolean {
  const known = supportEnd(fullVersion);
  return known === null || now.toISOString().slice(0, 10) <= known.ends;
}

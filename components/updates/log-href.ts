/** Portal path to the lines of a package in one log; of one site and one time where that is known. */
export function logHref(
  packageGuid: string,
  logFile: string,
  siteCode?: string,
  { from, to }: { from?: Date; to?: Date } = {},
): string {
  const query = new URLSearchParams({ tab: "log", file: logFile });
  if (siteCode) query.set("site", siteCode);
  if (from) query.set("from", from.toISOString());
  if (to) query.set("to", to.toISOString());
  return `/updates/${packageGuid}?${query}`;
}

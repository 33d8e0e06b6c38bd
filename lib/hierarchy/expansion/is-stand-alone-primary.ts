import { SITE_TYPE, type SiteRow } from "../model";

/** Whether the hierarchy is one primary site, with secondaries or without, that can be expanded. */
export const isStandAlonePrimary = (sites: readonly Pick<SiteRow, "type" | "parentSiteCode">[]): boolean => {
  const above = sites.filter(({ type }) => type !== SITE_TYPE.secondary);
  return above.length === 1 && above[0]?.type === SITE_TYPE.primary && above[0].parentSiteCode === null;
};

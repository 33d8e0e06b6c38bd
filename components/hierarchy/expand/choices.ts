/** The pages of the site expansion before anything happens (reference/role.md §8.3). */
export const EXPAND_PAGES = ["preconditions", "site", "server", "summary"] as const;
export type ExpandPage = (typeof EXPAND_PAGES)[number];

export interface ExpandChoices {
  siteCode: string;
  siteName: string;
  toServerId: string | null;
  /** The site code of the primary, as it is typed. */
  confirmation: string;
}

/** What keeps the reader on a page: a key of `expansion.missing`. */
export type Missing = "preconditions" | "siteCode" | "siteName" | "server" | "requirements" | "confirmation";

interface Known {
  /** Every precondition holds. */
  isAllowed: boolean;
  /** The chosen server has answered and meets what it must. */
  isReady: boolean;
  primarySiteCode: string;
}

export function missingOn(page: ExpandPage, choices: ExpandChoices, known: Known): Missing | null {
  switch (page) {
    case "preconditions":
      return known.isAllowed ? null : "preconditions";
    case "site":
      if (!/^[A-Za-z0-9]{3}$/.test(choices.siteCode.trim())) return "siteCode";
      return choices.siteName.trim() ? null : "siteName";
    case "server":
      if (!choices.toServerId) return "server";
      return known.isReady ? null : "requirements";
    case "summary":
      return choices.confirmation.trim().toUpperCase() === known.primarySiteCode ? null : "confirmation";
  }
}

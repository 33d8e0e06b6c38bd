import { furthestOf } from "@/components/ui/wizard/furthest-of";
import type { ServicingOptions } from "@/lib/updates/servicing/get-servicing-options";

/** What the reader has chosen so far; kept over all steps. */
export interface InstallChoices {
  continueOnWarnings: boolean;
  features: string[];
  clientOption: "upgrade" | "pre-production" | null;
  licenseAccepted: boolean;
  /** `YYYY-MM-DD`, or empty for none. */
  assuranceDate: string;
}

export const INSTALL_PAGES = ["general", "features", "client", "license", "licensing", "summary"] as const;
export type InstallPage = (typeof INSTALL_PAGES)[number];

/** The pages of the Updates Wizard (reference/updates.md §11); about clients only when the package brings one. */
export const pagesOf = (options: Pick<ServicingOptions, "client">): InstallPage[] =>
  INSTALL_PAGES.filter((page) => page !== "client" || options.client !== null);

/** Keys of `servicing.wizard`: what is missing on a page; null when it may be left. */
export type Missing = "client.missing" | "license.missing" | "licensing.invalid";

export function missingOn(
  page: InstallPage,
  options: Pick<ServicingOptions, "client" | "eula">,
  choices: InstallChoices,
): Missing | null {
  switch (page) {
    case "client":
      return options.client && choices.clientOption === null ? "client.missing" : null;
    case "license":
      return options.eula && !choices.licenseAccepted ? "license.missing" : null;
    case "licensing":
      return isDateOrNone(choices.assuranceDate) ? null : "licensing.invalid";
    default:
      return null;
  }
}

export const furthestPage = (
  asked: string,
  options: Pick<ServicingOptions, "client" | "eula">,
  choices: InstallChoices,
): InstallPage =>
  furthestOf(asked, pagesOf(options), (page) => missingOn(page, options, choices)) ?? "general";

function isDateOrNone(text: string): boolean {
  if (text === "") return true;
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime())) return false;
  const year = date.getUTCFullYear();
  return year >= 2000 && year <= 2100 && date.toISOString().startsWith(text);
}

import { settings } from "./settings";

/**
 * Whether a request that changes something comes from the portal's own pages. Browsers send `Origin` with every
 * such request; who leaves it out is no page.
 */
export function isSameOrigin({ headers }: Request): boolean {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (!origin || !URL.canParse(origin) || (site !== null && site !== "same-origin")) return false;
  const { origin: claimed, host } = new URL(origin);
  return claimed === settings().publicUrl || host === headers.get("host");
}

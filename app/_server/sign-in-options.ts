import { settings } from "./settings";

/** What the sign-in page offers beside a local account. */
export function signInOptions(): { entra: boolean; lab: boolean } {
  return { entra: settings().entra !== undefined, lab: process.env.SCP_LAB === "1" };
}

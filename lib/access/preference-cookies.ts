import { Day } from "@/lib/clock";
import type { Preferences } from "./update-preferences";

/** Names of the cookies from which a page takes language, theme and time zone, before anybody signs in too. */
export const PREFERENCE_COOKIES = {
  locale: "scp-locale",
  theme: "scp-theme",
  timeZone: "scp-time-zone",
} as const satisfies Record<keyof Preferences, string>;

const KEEP_SECONDS = (400 * Day.ms) / 1000;

/** The cookies that make `preferences` effective; one that was reset is cleared, one left out stays. */
export function preferenceCookies(
  preferences: Preferences,
): { name: string; value: string; maxAge: number }[] {
  const names = Object.keys(PREFERENCE_COOKIES) as (keyof Preferences)[];
  return names.flatMap((preference) => {
    const value = preferences[preference];
    if (value === undefined) return [];
    const name = PREFERENCE_COOKIES[preference];
    return [value === null ? { name, value: "", maxAge: 0 } : { name, value, maxAge: KEEP_SECONDS }];
  });
}

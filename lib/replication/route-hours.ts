import { Hour } from "@/lib/clock";

const HOURS_OF_WEEK = 168;

export interface RouteHours {
  open: boolean;
  /** Begin of the next open hour; null while it is open, and for a route that never opens. */
  opensAt: Date | null;
}

/**
 * Whether a file replication route may be used at `instant`.
 * @param openHours 168 of `0` and `1`, the hours of the week in UTC from Sunday 00:00; null: always open
 */
export function routeHoursAt(openHours: string | null, instant: Date): RouteHours {
  if (openHours === null) return { open: true, opensAt: null };
  const now = instant.getUTCDay() * 24 + instant.getUTCHours();
  if (openHours[now] === "1") return { open: true, opensAt: null };
  const thisHour = Math.floor(instant.getTime() / Hour.ms) * Hour.ms;
  for (let ahead = 1; ahead < HOURS_OF_WEEK; ahead++) {
    if (openHours[(now + ahead) % HOURS_OF_WEEK] === "1")
      return { open: false, opensAt: new Date(thisHour + ahead * Hour.ms) };
  }
  return { open: false, opensAt: null };
}

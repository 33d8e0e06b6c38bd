import { asc, eq } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { serviceWindows } from "@/lib/db/schema";
import { addDays, dateAt, instantOf, parseCalendarDate, weekday } from "./zoned-time";

/** When updates may be installed at a site: weekly on some days, or once. */
export interface ServiceWindow {
  id: string;
  siteCode: string;
  name: string;
  enabled: boolean;
  /** `YYYY-MM-DD`: once, on that date; null: every week. */
  startsOn: string | null;
  /** Bit 0 Sunday … bit 6 Saturday; 0 for a window of one date. */
  daysOfWeek: number;
  /** `HH:MM` in `timeZone`. */
  beginTime: string;
  /** At most a day; counted in real time, also over a change of the clocks. */
  durationMinutes: number;
  /** IANA name. */
  timeZone: string;
}

export type WindowTimes = Pick<
  ServiceWindow,
  "enabled" | "startsOn" | "daysOfWeek" | "beginTime" | "durationMinutes" | "timeZone"
>;

export interface ServiceWindowState {
  open: boolean;
  /** When it opens next; null while it is open, or when no window comes any more. */
  opensAt: Date | null;
  /** When it closes; null while it is closed, or when it stays open for longer than a week. */
  closesAt: Date | null;
}

interface Span {
  from: number;
  to: number;
}

/** Every weekly window begins at least once within these days, and one that is open began within the last two. */
const DAYS_BACK = 2;
const DAYS_AHEAD = 8;

/**
 * Whether a site may install now, and until or from when (reference/updates.md §12). Several windows combine;
 * a site without one is always open. A window that is turned off is as good as none.
 */
export function serviceWindowAt(windows: readonly WindowTimes[], instant: Date): ServiceWindowState {
  const counting = windows.filter(({ enabled }) => enabled);
  if (counting.length === 0) return { open: true, opensAt: null, closesAt: null };
  const now = instant.getTime();
  const spans = merged(counting.flatMap((window) => spansOf(window, instant))).filter(({ to }) => to > now);
  const first = spans[0];
  if (!first) return { open: false, opensAt: null, closesAt: null };
  if (first.from > now) return { open: false, opensAt: new Date(first.from), closesAt: null };
  const endless = first.to - now > (DAYS_AHEAD - 1) * 24 * 60 * Minute.ms;
  return { open: true, opensAt: null, closesAt: endless ? null : new Date(first.to) };
}

/** The times at which a window opens around `instant`; its next opening is among them if it has one. */
function spansOf(window: WindowTimes, instant: Date): Span[] {
  const span = (date: Parameters<typeof instantOf>[1]): Span => {
    const from = instantOf(window.timeZone, date, window.beginTime).getTime();
    return { from, to: from + window.durationMinutes * Minute.ms };
  };
  if (window.startsOn !== null) {
    const date = parseCalendarDate(window.startsOn);
    return date ? [span(date)] : [];
  }
  const today = dateAt(window.timeZone, instant);
  const days = Array.from({ length: DAYS_BACK + DAYS_AHEAD + 1 }, (_, at) => addDays(today, at - DAYS_BACK));
  return days.filter((date) => (window.daysOfWeek & (1 << weekday(date))) !== 0).map(span);
}

/** In order of time; what overlaps or touches is one. */
function merged(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}

/** The service windows of a site by name. */
export async function readServiceWindows(db: Database, siteCode: string): Promise<ServiceWindow[]> {
  return db
    .select({
      id: serviceWindows.id,
      siteCode: serviceWindows.siteCode,
      name: serviceWindows.name,
      enabled: serviceWindows.enabled,
      startsOn: serviceWindows.startsOn,
      daysOfWeek: serviceWindows.daysOfWeek,
      beginTime: serviceWindows.beginTime,
      durationMinutes: serviceWindows.durationMinutes,
      timeZone: serviceWindows.timeZone,
    })
    .from(serviceWindows)
    .where(eq(serviceWindows.siteCode, siteCode))
    .orderBy(asc(serviceWindows.name), asc(serviceWindows.id));
}

import type { ServiceWindow } from "@/lib/hierarchy/service-windows";
import { isTimeZone, parseCalendarDate } from "@/lib/hierarchy/zoned-time";

/** A service window while it is being typed. */
export interface WindowDraft {
  name: string;
  enabled: boolean;
  kind: "weekly" | "once";
  startsOn: string;
  daysOfWeek: number;
  beginTime: string;
  hours: string;
  minutes: string;
  timeZone: string;
}

export type WindowField = "name" | "startsOn" | "daysOfWeek" | "beginTime" | "duration" | "timeZone";

const DURATION_MINUTES_MAX = 24 * 60;
const SATURDAY = 1 << 6;

export const newDraft = (timeZone: string): WindowDraft => ({
  name: "",
  enabled: true,
  kind: "weekly",
  startsOn: "",
  daysOfWeek: SATURDAY,
  beginTime: "22:00",
  hours: "4",
  minutes: "0",
  timeZone,
});

export const draftOf = (window: ServiceWindow): WindowDraft => ({
  name: window.name,
  enabled: window.enabled,
  kind: window.startsOn === null ? "weekly" : "once",
  startsOn: window.startsOn ?? "",
  daysOfWeek: window.daysOfWeek || SATURDAY,
  beginTime: window.beginTime,
  hours: String(Math.floor(window.durationMinutes / 60)),
  minutes: String(window.durationMinutes % 60),
  timeZone: window.timeZone,
});

/** As the use cases take it; only of a draft without faults. */
export const timesOf = (draft: WindowDraft) => ({
  name: draft.name.trim(),
  enabled: draft.enabled,
  startsOn: draft.kind === "once" ? draft.startsOn : null,
  daysOfWeek: draft.kind === "weekly" ? draft.daysOfWeek : 0,
  beginTime: draft.beginTime,
  durationMinutes: durationOf(draft),
  timeZone: draft.timeZone,
});

/** The fields that keep a draft from being saved. */
export function faultsOf(draft: WindowDraft): WindowField[] {
  const duration = durationOf(draft);
  const wrong: Record<WindowField, boolean> = {
    name: draft.name.trim() === "",
    startsOn: draft.kind === "once" && parseCalendarDate(draft.startsOn) === null,
    daysOfWeek: draft.kind === "weekly" && draft.daysOfWeek === 0,
    beginTime: !/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.beginTime),
    duration: !Number.isInteger(duration) || duration < 1 || duration > DURATION_MINUTES_MAX,
    timeZone: !isTimeZone(draft.timeZone),
  };
  return (Object.keys(wrong) as WindowField[]).filter((field) => wrong[field]);
}

const durationOf = ({ hours, minutes }: WindowDraft): number =>
  Number(hours || 0) * 60 + Number(minutes || 0);

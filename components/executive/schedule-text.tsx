"use client";

import { useFormatter, useLocale, useTimeZone, useTranslations } from "next-intl";
import { useLiveNow } from "@/components/ui/now";
import type { BackupSchedule } from "@/lib/backup/backup-task";
import { dateOnWeekday, EVERY_DAY, hasDay, utcTimeOn, WEEK_FROM_MONDAY } from "./schedule";

/** Returns the function that names a weekday by its bit. */
export function useWeekdayName(): (day: number, style: "long" | "short") => string {
  const format = useFormatter();
  return (day, style) => format.dateTime(dateOnWeekday(day), { weekday: style, timeZone: "UTC" });
}

/** Returns the function that says which days a schedule has. */
export function useDaysText(): (schedule: Pick<BackupSchedule, "daysOfWeek">) => string {
  const t = useTranslations("componentsPage.backup");
  const locale = useLocale();
  const weekday = useWeekdayName();
  return ({ daysOfWeek }) => {
    if (daysOfWeek === EVERY_DAY) return t("everyDay");
    const names = WEEK_FROM_MONDAY.filter((day) => hasDay(daysOfWeek, day)).map((day) =>
      weekday(day, "long"),
    );
    return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
  };
}

/** Returns the function that says a begin time in UTC on the reader's clock; empty while it is no time. */
export function useLocalTimeText(): (beginTime: string) => { time: string; zone: string } | null {
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const now = useLiveNow(60_000);
  return (beginTime) => {
    const at = utcTimeOn(beginTime, now);
    return at ? { time: format.dateTime(at, { timeStyle: "short" }), zone } : null;
  };
}

"use client";

import { useFormatter } from "next-intl";
import { useLiveNow } from "./now";

const STEP_MS = 5_000;

/** `3 minutes ago`, kept current; its title is the absolute time in the reader's time zone. */
export function RelativeTime({ at, className }: { at: Date | string; className?: string }) {
  const format = useFormatter();
  const date = new Date(at);
  // Seconds are said in steps: a ticking "42 seconds ago" in every row would be restless.
  const step = useLiveNow(STEP_MS);
  // The steps lag behind the clock: what happened since the last one is now, not in the future.
  const ahead = date.getTime() - step.getTime();
  const now = ahead > 0 && ahead < STEP_MS ? date : step;
  return (
    <time
      dateTime={date.toISOString()}
      title={format.dateTime(date, { dateStyle: "full", timeStyle: "long" })}
      className={className}
    >
      {format.relativeTime(date, now)}
    </time>
  );
}

const STYLES = {
  date: { dateStyle: "medium" },
  datetime: { dateStyle: "medium", timeStyle: "short" },
  seconds: { dateStyle: "medium", timeStyle: "medium" },
  zoned: {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  },
} as const;

/** A date and time in the reader's language and time zone. */
export function AbsoluteTime({
  at,
  style = "datetime",
  className,
}: {
  at: Date | string;
  /** `zoned` names the time zone: for what will happen, where an hour more or less matters. */
  style?: keyof typeof STYLES;
  className?: string;
}) {
  const format = useFormatter();
  const date = new Date(at);
  return (
    <time
      dateTime={date.toISOString()}
      title={format.dateTime(date, { dateStyle: "full", timeStyle: "long" })}
      className={className}
    >
      {format.dateTime(date, STYLES[style])}
    </time>
  );
}

import type { ReactNode } from "react";
import type { Tone } from "./badge";
import { cn } from "./cn";

export interface TimelineEntry {
  id: string | number;
  title: ReactNode;
  /** Who and when, usually a `RelativeTime`. */
  meta?: ReactNode;
  body?: ReactNode;
  tone?: Tone;
}

const DOTS: Record<Tone, string> = {
  neutral: "bg-faint",
  accent: "bg-accent",
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-danger",
  info: "bg-info",
};

/** What happened, one entry below the other, in the order given. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.id} className="group relative flex gap-3 pb-4 last:pb-0">
          <span
            aria-hidden
            className="absolute top-5 bottom-0 left-[0.3125rem] w-px bg-line group-last:hidden"
          />
          <span
            aria-hidden
            className={cn(
              "mt-1.5 size-2.5 shrink-0 rounded-full ring-2 ring-surface",
              DOTS[entry.tone ?? "neutral"],
            )}
          />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <p className="min-w-0 break-words font-medium">{entry.title}</p>
              {entry.meta ? <div className="text-muted text-sm tabular-nums">{entry.meta}</div> : null}
            </div>
            {entry.body ? <div className="mt-0.5 text-muted">{entry.body}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

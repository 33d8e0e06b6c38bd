"use client";

import { useFormatter } from "next-intl";
import { cn } from "./cn";

export interface LogLine {
  id: number | string;
  time: Date | string;
  component: string;
  severity: 1 | 2 | 3;
  message: string;
}

const SEVERITY = { 1: "", 2: "bg-warning-soft text-warning", 3: "bg-danger-soft text-danger" } as const;

/** Lines of a component's log, coloured as the product's log viewer does: warnings yellow, errors red. */
export function LogLines({ lines, label }: { lines: readonly LogLine[]; label: string }) {
  const format = useFormatter();
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md border border-line bg-sunken font-mono text-sm"
    >
      <ol className="min-w-fit py-1">
        {lines.map((line) => (
          <li key={line.id} className={cn("flex gap-3 px-3 leading-6", SEVERITY[line.severity])}>
            <time dateTime={new Date(line.time).toISOString()} className="shrink-0 text-faint tabular-nums">
              {format.dateTime(new Date(line.time), {
                month: "2-digit",
                day: "2-digit",
                hour: "2-digit",
                minute: "2-digit",
                second: "2-digit",
                hour12: false,
              })}
            </time>
            <span className="hidden shrink-0 text-muted lg:inline">{line.component}</span>
            <span className="whitespace-pre">{line.message}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

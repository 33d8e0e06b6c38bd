"use client";

import { useFormatter } from "next-intl";
import { useLayoutEffect, useRef } from "react";
import { cn } from "./cn";

export interface LogLine {
  id: number | string;
  time: Date | string;
  /** Site and log, where the lines come from several. */
  source?: string;
  component: string;
  severity: 1 | 2 | 3;
  message: string;
}

const SEVERITY = { 1: "", 2: "bg-warning-soft text-warning", 3: "bg-danger-soft text-danger" } as const;

/** Still the end, when the browser rounds. */
const NEAR_END_PX = 8;

/**
 * Lines of a component's log, coloured as the product's log viewer does: warnings yellow, errors red.
 * @param follow begins at the newest line, and stays there while new ones come, unless the reader scrolls up
 */
export function LogLines({
  lines,
  label,
  follow = false,
}: {
  lines: readonly LogLine[];
  label: string;
  follow?: boolean;
}) {
  const format = useFormatter();
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const last = lines.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: moves on when there is a newer line
  useLayoutEffect(() => {
    if (follow && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, last]);
  return (
    <section
      ref={box}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - NEAR_END_PX;
      }}
      className="max-h-[60dvh] overflow-auto rounded-md border border-line bg-sunken font-mono text-sm"
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
            {line.source ? (
              <span className="w-44 shrink-0 truncate text-muted max-md:hidden">{line.source}</span>
            ) : (
              <span className="hidden shrink-0 text-muted lg:inline">{line.component}</span>
            )}
            <span className="whitespace-pre">{line.message}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { cn } from "./cn";

const LINE_PX = 20;

/**
 * Any amount of text in fixed-width letters, in a box that scrolls: only the lines in sight are drawn.
 * @param find marked wherever it occurs, whatever its case
 * @param at number of the line to bring into sight
 */
export function VirtualLines({
  lines,
  label,
  find = "",
  at,
  className,
}: {
  lines: readonly string[];
  /** Name of the box for assistive technology. */
  label: string;
  find?: string;
  at?: number;
  className?: string;
}) {
  const box = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  });
  useEffect(() => {
    if (at !== undefined) virtualizer.scrollToIndex(at, { align: "center" });
  }, [at, virtualizer]);
  const shown = virtualizer.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <section
      ref={box}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className={cn(
        "max-h-96 overflow-auto rounded-md border border-line bg-sunken py-2 font-mono text-sm",
        className,
      )}
    >
      <div className="w-max min-w-full">
        <div style={{ height: before }} />
        {shown.map(({ index }) => (
          <div
            key={index}
            className={cn("h-5 whitespace-pre px-3 leading-5", index === at && "bg-accent-soft")}
          >
            <Marked text={lines[index] ?? ""} find={find} />
          </div>
        ))}
        <div style={{ height: after }} />
      </div>
    </section>
  );
}

function Marked({ text, find }: { text: string; find: string }) {
  if (find === "") return text;
  const parts = text.split(new RegExp(`(${escapeRegExp(find)})`, "gi"));
  return parts.map((part, index) =>
    // Every second part is what the group of the pattern matched.
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no other name
      <mark key={index} className="rounded-xs bg-warning-soft text-warning outline outline-warning/40">
        {part}
      </mark>
    ) : (
      part
    ),
  );
}

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

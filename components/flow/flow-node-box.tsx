"use client";

import { Flag, GitBranch } from "lucide-react";
import { useTranslations } from "next-intl";
import { TONES } from "../ui/badge";
import { cn } from "../ui/cn";
import { type FlowChip, type FlowNodeView, newestLine, shownChips } from "./flow-view-model";

const LOOKS = {
  step: "border-control/60 bg-surface",
  decision: "border-dashed border-control bg-sunken",
  end: "border-control/60 bg-sunken",
} as const satisfies Record<FlowNodeView["kind"], string>;

/** One step: what happens, who does it, what its log says, and which packages are there now. */
export function FlowNodeBox({
  node,
  selected,
  onSelect,
}: {
  node: FlowNodeView;
  selected: boolean;
  onSelect(id: string): void;
}) {
  const t = useTranslations("flow.diagram");
  const { shown, more } = shownChips(node.chips);
  return (
    <button
      type="button"
      aria-pressed={selected}
      onClick={() => onSelect(node.id)}
      className={cn(
        "nodrag nopan pointer-events-auto flex size-full flex-col rounded-lg border px-2.5 py-2 text-left shadow-card hover:bg-hover",
        LOOKS[node.kind],
        node.chips.length > 0 && "border-accent",
        selected && "ring-2 ring-accent",
      )}
    >
      <span className="flex items-start gap-1.5 font-medium text-sm leading-4.5">
        <NodeMark node={node} />
        <span className="line-clamp-2">{node.title}</span>
      </span>
      <span className="mt-1 flex flex-wrap gap-x-3 font-mono text-muted text-xs">
        <span className="truncate">{node.component}</span>
        <span>{node.logFile}</span>
      </span>
      <LogLine node={node} />
      <span className="mt-auto flex flex-col gap-0.5 pt-1">
        {shown.map((chip) => (
          <span
            key={chip.key}
            className={cn("truncate rounded-sm px-1.5 font-medium text-xs leading-4.5", TONES[chip.tone])}
          >
            {chip.siteCode ? <b>{chip.siteCode} </b> : null}
            {chip.name}
            <span className="sr-only">, {chip.state}</span>
          </span>
        ))}
        {node.chips.length === 0 ? <span className="sr-only">{t("noneHere")}</span> : null}
        {more > 0 ? <span className="px-1.5 text-muted text-xs">{t("more", { count: more })}</span> : null}
      </span>
    </button>
  );
}

/** The newest line about what is here; where nothing is, the line that the step writes when it is done. */
function LogLine({ node }: { node: FlowNodeView }) {
  const line = newestLine(node.chips)?.message;
  const shown = line ?? node.logLine;
  if (!shown) return null;
  return (
    <span
      aria-hidden
      className={cn(
        "mt-1 wrap-anywhere font-mono text-xs leading-4",
        line ? "text-ink" : "text-faint",
        node.chips.length > 1 ? "line-clamp-1" : "line-clamp-2",
      )}
    >
      {shown}
    </span>
  );
}

function NodeMark({ node }: { node: FlowNodeView }) {
  if (node.kind === "decision") return <GitBranch aria-hidden className="mt-0.5 size-3.5 shrink-0" />;
  if (node.kind === "end") return <Flag aria-hidden className="mt-0.5 size-3.5 shrink-0" />;
  return <span className="shrink-0 text-faint tabular-nums">{node.number}</span>;
}

export const chipText = ({ siteCode, name, state }: FlowChip): string =>
  `${siteCode ? `${siteCode}: ` : ""}${name}, ${state}`;

import type { Tone } from "../ui/badge";

/** A package at a step, at one site or as a whole. */
export interface FlowChip {
  key: string;
  packageGuid: string;
  name: string;
  /** Null while the package is the hierarchy's, not yet a site's. */
  siteCode: string | null;
  /** Its state in words. */
  state: string;
  tone: Tone;
  busy: boolean;
  /** What the log of the step said last about it; null before it said anything. */
  line: FlowLine | null;
}

interface FlowLine {
  message: string;
  time: Date;
  severity: number;
  /** Portal path to the line among those around it. */
  href: string;
}

/** A box of the diagram, ready to be shown. */
export interface FlowNodeView {
  id: string;
  number: number;
  kind: "step" | "decision" | "end";
  section: string;
  title: string;
  /** Null where a person acts, or nobody. */
  component: string | null;
  logFile: string | null;
  /** What the log says when the step is done, with placeholders. */
  logLine: string | null;
  chips: readonly FlowChip[];
}

export interface FlowEdgeView {
  from: string;
  to: string;
  /** What was decided, e.g. *Yes*. */
  label: string | null;
}

/** As many chips as fit into a box; the others are counted and stand in the panel. */
const CHIPS_MAX = 3;

/** The newest line about a package that is at the step. */
export const newestLine = (chips: readonly FlowChip[]): FlowLine | null =>
  chips
    .flatMap(({ line }) => line ?? [])
    .sort((a, b) => a.time.getTime() - b.time.getTime())
    .at(-1) ?? null;

export function shownChips(chips: readonly FlowChip[]): { shown: readonly FlowChip[]; more: number } {
  const shown = chips.length > CHIPS_MAX ? chips.slice(0, CHIPS_MAX - 1) : chips;
  return { shown, more: chips.length - shown.length };
}

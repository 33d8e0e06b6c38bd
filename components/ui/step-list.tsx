import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle, type LucideIcon, Undo2 } from "lucide-react";
import { cn } from "./cn";

export type StepState = "waiting" | "running" | "done" | "failed" | "undone";

const LOOKS = {
  waiting: { icon: CircleDashed, classes: "text-faint" },
  running: { icon: LoaderCircle, classes: "animate-spin text-info" },
  done: { icon: CircleCheck, classes: "text-success" },
  failed: { icon: CircleAlert, classes: "text-danger" },
  undone: { icon: Undo2, classes: "text-muted" },
} as const satisfies Record<StepState, { icon: LucideIcon; classes: string }>;

interface StepListProps {
  label: string;
  kind: string;
  /** `note` stands beside the state, e.g. how long it took. */
  steps: readonly { id: string; state: StepState; note?: string }[];
  nameOf(id: string): string;
  stateName(state: StepState): string;
}

/** The steps of something long in their order, each with how far it is. */
export function StepList({ label, kind, steps, nameOf, stateName }: StepListProps) {
  return (
    <ol aria-label={label} data-kind={kind} className="space-y-2">
      {steps.map(({ id, state, note }) => {
        const { icon: Icon, classes } = LOOKS[state];
        return (
          <li key={id} className="flex items-start gap-2.5">
            <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", classes)} />
            <span className={cn("min-w-0 flex-1", state === "waiting" && "text-muted")}>{nameOf(id)}</span>
            <span className="shrink-0 text-muted text-sm">
              {[note, stateName(state)].filter(Boolean).join(" · ")}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

import type { ReactNode } from "react";
import { Card } from "../ui/card";

/** One of the three legs of the round trip. */
export function StepCard({
  number,
  title,
  place,
  actions,
  children,
}: {
  number: number;
  title: string;
  /** On which computer. */
  place: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card
      title={
        <span className="flex items-center gap-2.5">
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent-ink text-sm"
          >
            {number}
          </span>
          {title}
        </span>
      }
      description={place}
      actions={actions}
    >
      {children}
    </Card>
  );
}

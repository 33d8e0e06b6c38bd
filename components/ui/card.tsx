import type { ReactNode } from "react";
import { useId } from "react";
import { cn } from "./cn";

interface CardProps {
  title?: ReactNode;
  description?: ReactNode;
  /** Buttons or links at the right of the title. */
  actions?: ReactNode;
  /** False when the content brings its own edges, e.g. a table. */
  padded?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled region of a page. */
export function Card({ title, description, actions, padded = true, className, children }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cn("min-w-0 rounded-lg border border-line bg-surface shadow-card", className)}
    >
      {title ? (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3.5">
          <div className="max-w-full flex-1 basis-40">
            <h2 id={id} className="hyphens-auto break-words font-semibold text-lg leading-6">
              {title}
            </h2>
            {description ? <p className="text-muted text-sm">{description}</p> : null}
          </div>
          {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
        </div>
      ) : null}
      <div className={padded ? "p-4" : title ? "pt-3" : undefined}>{children}</div>
    </section>
  );
}

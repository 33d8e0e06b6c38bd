import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const LOOKS = {
  info: { icon: Info, classes: "border-info/40 bg-info-soft", accent: "text-info" },
  success: { icon: CircleCheck, classes: "border-success/40 bg-success-soft", accent: "text-success" },
  warning: { icon: TriangleAlert, classes: "border-warning/40 bg-warning-soft", accent: "text-warning" },
  danger: { icon: CircleAlert, classes: "border-danger/40 bg-danger-soft", accent: "text-danger" },
} as const;

/**
 * A message about the state of the page's subject.
 * @param live announces it when it appears after an action of the reader
 */
export function Banner({
  tone,
  title,
  actions,
  live = false,
  className,
  children,
}: {
  tone: keyof typeof LOOKS;
  title: ReactNode;
  actions?: ReactNode;
  live?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  const { icon: Icon, classes, accent } = LOOKS[tone];
  return (
    <div
      role={live ? (tone === "danger" ? "alert" : "status") : undefined}
      className={cn("flex gap-3 rounded-lg border px-4 py-3", classes, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", accent)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className={cn("font-semibold", accent)}>{title}</p>
          {children ? <div className="mt-0.5 break-words text-ink [&>p]:max-w-prose">{children}</div> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}

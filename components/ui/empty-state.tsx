import { Inbox, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Says that there is nothing, why that may be, and what to do about it. */
export function EmptyState({
  icon: Icon = Inbox,
  title,
  titleAs: Title = "p",
  description,
  action,
}: {
  icon?: LucideIcon;
  title: ReactNode;
  /** Where it stands in for the whole page, its title is the page's. */
  titleAs?: "p" | "h1";
  description?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center">
      <span className="grid size-10 place-items-center rounded-full bg-sunken text-muted">
        <Icon aria-hidden className="size-5" />
      </span>
      <Title className="font-semibold">{title}</Title>
      {description ? <p className="max-w-md text-muted">{description}</p> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  );
}

import type { ReactNode } from "react";
import { cn } from "./cn";

export interface KeyValue {
  label: string;
  value: ReactNode;
}

/** Facts about one thing: label and value side by side, one below the other where it is narrow. */
export function KeyValueList({ items, className }: { items: readonly KeyValue[]; className?: string }) {
  return (
    <dl className={cn("@container divide-y divide-line", className)}>
      {items.map((item) => (
        <div
          key={item.label}
          className="grid @2xs:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] @lg:grid-cols-[12rem_minmax(0,1fr)] gap-x-4 py-2 first:pt-0 last:pb-0"
        >
          <dt className="wrap-anywhere min-w-0 hyphens-auto text-muted">{item.label}</dt>
          <dd className="min-w-0 break-words tabular-nums">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

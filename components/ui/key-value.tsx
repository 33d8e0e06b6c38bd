import type { ReactNode } from "react";
import { cn } from "./cn";

export interface KeyValue {
  label: string;
  value: ReactNode;
}

/** Facts about one thing: label and value side by side, one below the other where it is narrow. */
export function KeyValueList({ items, className }: { items: readonly KeyValue[]; className?: string }) {
  return (
    <dl className={cn("divide-y divide-line", className)}>
      {items.map((item) => (
        <div
          key={item.label}
          className="grid gap-x-4 py-2 first:pt-0 last:pb-0 sm:grid-cols-[minmax(9rem,12rem)_minmax(0,1fr)]"
        >
          <dt className="text-muted">{item.label}</dt>
          <dd className="min-w-0 break-words tabular-nums">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

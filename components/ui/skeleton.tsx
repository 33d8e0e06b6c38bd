import { cn } from "./cn";

/** A grey place holder of what is being loaded; the page around it says so to assistive technology. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cn("h-4 animate-pulse rounded-md bg-line/70", className)} />
);

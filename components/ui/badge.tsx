import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  Info,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export const TONES = {
  neutral: "bg-sunken text-muted",
  accent: "bg-accent-soft text-accent-ink",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  info: "bg-info-soft text-info",
} as const;

export type Tone = keyof typeof TONES;

const ICONS = {
  neutral: CircleDashed,
  accent: CircleDot,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: CircleAlert,
  info: Info,
} as const satisfies Record<Tone, LucideIcon>;

/** A small label without a state, e.g. a count or a site code. */
export function Badge({
  tone = "neutral",
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs tabular-nums",
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A state: icon, words and colour together, so that none of them carries the meaning alone. */
export function StatusBadge({
  tone,
  icon,
  busy = false,
  className,
  children,
}: {
  tone: Tone;
  icon?: LucideIcon;
  /** The state is passing: a turning icon. */
  busy?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const Icon = busy ? LoaderCircle : (icon ?? ICONS[tone]);
  return (
    <span
      className={cn(
        "inline-flex min-h-6 items-center gap-1.5 rounded-full px-2 font-medium text-sm leading-5",
        TONES[tone],
        className,
      )}
    >
      <Icon aria-hidden className={cn("size-3.5 shrink-0", busy && "animate-spin")} />
      {children}
    </span>
  );
}

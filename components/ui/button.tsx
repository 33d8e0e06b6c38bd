"use client";

import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

const VARIANTS = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  secondary: "bg-surface text-ink border-control/50 hover:bg-hover",
  ghost: "bg-transparent text-ink border-transparent hover:bg-hover",
  danger: "bg-danger-solid text-white border-transparent hover:brightness-110",
} as const;

const SIZES = {
  sm: "min-h-7 px-2.5 text-sm gap-1.5 [&_svg]:size-3.5",
  md: "min-h-8 px-3 text-base gap-2 [&_svg]:size-4",
  lg: "min-h-10 px-4 text-base gap-2 [&_svg]:size-4",
  icon: "size-8 justify-center [&_svg]:size-4",
} as const;

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  /** Shows a spinner and ignores clicks, but keeps the focus. */
  pending?: boolean;
  /** Why the action cannot be used now. The button stays reachable, so that everyone can learn the reason. */
  disabledReason?: ReactNode;
  /** Renders the only child (a link) with the looks of a button. */
  asChild?: boolean;
}

export function Button({
  variant = "secondary",
  size = "md",
  pending = false,
  disabledReason,
  asChild = false,
  className,
  children,
  onClick,
  type = "button",
  ...props
}: ButtonProps) {
  const blocked = pending || Boolean(disabledReason);
  const classes = cn(
    "inline-flex shrink-0 max-w-full items-center justify-center rounded-md sm:whitespace-nowrap border font-medium transition-colors select-none",
    // A long verb, as German has them, breaks on a narrow screen rather than reach beyond it.
    "max-sm:text-balance max-sm:py-0.5",
    "disabled:cursor-not-allowed disabled:opacity-60",
    VARIANTS[variant],
    SIZES[size],
    disabledReason && "cursor-not-allowed border-line bg-sunken text-faint hover:bg-sunken",
    className,
  );
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick as never} {...props}>
        {children}
      </Slot.Root>
    );
  }
  const guard = (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      type={type}
      className={classes}
      aria-disabled={blocked || undefined}
      aria-busy={pending || undefined}
      onClick={guard}
      {...props}
    >
      {pending ? <LoaderCircle aria-hidden className="animate-spin" /> : null}
      {children}
    </button>
  );
  return disabledReason ? <Tooltip content={disabledReason}>{button}</Tooltip> : button;
}

/** A button that shows an icon only; `label` is its name for assistive technology and its tooltip. */
export function IconButton({
  label,
  disabledReason,
  className,
  onClick,
  children,
  ...props
}: Omit<ButtonProps, "size"> & { label: string }) {
  const blocked = Boolean(disabledReason);
  return (
    <Tooltip content={disabledReason ?? label}>
      <Button
        size="icon"
        variant="ghost"
        {...props}
        aria-label={label}
        aria-disabled={blocked || undefined}
        onClick={blocked ? (event) => event.preventDefault() : onClick}
        className={cn(blocked && "cursor-not-allowed text-faint hover:bg-transparent", className)}
      >
        {children}
      </Button>
    </Tooltip>
  );
}

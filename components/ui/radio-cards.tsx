"use client";

import type { ReactNode } from "react";
import { useId } from "react";
import { cn } from "./cn";

export interface RadioCard<T extends string> {
  value: T;
  title: ReactNode;
  icon?: ReactNode;
  badge?: ReactNode;
  /** Why it cannot be chosen now; without it, it can. */
  disabledReason?: ReactNode;
  children?: ReactNode;
}

/** A choice among few options that need an explanation each. */
export function RadioCards<T extends string>({
  legend,
  options,
  value,
  onChange,
  disabled = false,
  stacked = false,
}: {
  legend: ReactNode;
  options: readonly RadioCard<T>[];
  value: T;
  onChange(value: T): void;
  disabled?: boolean;
  /** One below the other, for options of which each has all of the one before. */
  stacked?: boolean;
}) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="@container">
      <legend className="mb-2 font-medium">{legend}</legend>
      <div className={cn("grid gap-3", !stacked && "@lg:grid-cols-2")}>
        {options.map((option) => {
          const id = `${name}-${option.value}`;
          const refused = disabled || option.disabledReason !== undefined;
          return (
            <div
              key={option.value}
              className={cn(
                "relative rounded-lg border bg-surface p-4 transition-colors has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent has-[:focus-visible]:outline-offset-2",
                option.value === value ? "border-accent ring-1 ring-accent" : "border-control/60",
                refused ? "bg-sunken" : "hover:bg-hover",
              )}
            >
              <div className="flex items-start gap-3">
                <input
                  type="radio"
                  id={id}
                  name={name}
                  value={option.value}
                  checked={option.value === value}
                  disabled={option.disabledReason !== undefined}
                  aria-describedby={`${id}-about`}
                  onChange={() => onChange(option.value)}
                  className="relative z-10 mt-1 size-4 shrink-0 accent-accent outline-none"
                />
                <div className="min-w-0">
                  <div className="flex flex-wrap items-center gap-2">
                    {/* The label's pseudo-element makes the whole card a target for the pointer. */}
                    <label
                      htmlFor={id}
                      className="flex items-center gap-2 font-semibold [&>svg]:shrink-0 after:absolute after:inset-0 after:content-['']"
                    >
                      {option.icon}
                      {option.title}
                    </label>
                    {option.badge}
                  </div>
                  <div id={`${id}-about`} className="mt-1 text-muted">
                    {option.children}
                    {/* Above the label, so that a link in it can be followed. */}
                    {option.disabledReason ? (
                      <p className="relative z-10 mt-1 text-ink">{option.disabledReason}</p>
                    ) : null}
                  </div>
                </div>
              </div>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

interface FieldProps {
  label: ReactNode;
  /** Explains the field before it is filled in. */
  hint?: ReactNode;
  /** Says what is wrong and how to mend it. */
  error?: ReactNode;
  className?: string;
}

interface Wiring {
  id: string;
  "aria-invalid": boolean | undefined;
  "aria-describedby": string | undefined;
}

function FieldFrame({
  label,
  hint,
  error,
  className,
  children,
}: FieldProps & { children(wiring: Wiring): ReactNode }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={cn("space-y-1", className)}>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      {children({ id, "aria-invalid": error ? true : undefined, "aria-describedby": described || undefined })}
      {hint ? (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** A one-line input with its label, hint and error. */
export function TextField({
  label,
  hint,
  error,
  className,
  inputClassName,
  ...input
}: FieldProps & Omit<ComponentProps<"input">, "className"> & { inputClassName?: string }) {
  return (
    <FieldFrame label={label} hint={hint} error={error} className={className}>
      {(wiring) => <input {...input} {...wiring} className={cn("field-control", inputClassName)} />}
    </FieldFrame>
  );
}

/** A native select with its label: right on every device and for every assistive technology. */
export function SelectField({
  label,
  hint,
  error,
  className,
  children,
  ...select
}: FieldProps & Omit<ComponentProps<"select">, "className">) {
  return (
    <FieldFrame label={label} hint={hint} error={error} className={className}>
      {(wiring) => (
        <select {...select} {...wiring} className="field-control">
          {children}
        </select>
      )}
    </FieldFrame>
  );
}

/** A checkbox with the label at its right. */
export function CheckboxField({
  label,
  hint,
  ...input
}: { label: ReactNode; hint?: ReactNode } & Omit<ComponentProps<"input">, "type" | "className">) {
  const id = useId();
  return (
    <div className="flex gap-2.5">
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <p id={`${id}-hint`} className="text-muted text-sm">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}

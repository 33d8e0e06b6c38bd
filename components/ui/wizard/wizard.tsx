"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../button";
import { cn } from "../cn";

export interface WizardStep {
  id: string;
  title: string;
  content: ReactNode;
  /** What keeps the reader on this step, said when *Next* is chosen; nothing when it may be left. */
  blockedBy?: string;
}

export interface WizardProps {
  /** Name of the list of steps for assistive technology. */
  label: string;
  steps: readonly WizardStep[];
  current: string;
  onGo(id: string): void;
  /** Called when *Next* is refused, so that the step can show its error. */
  onBlocked(id: string): void;
  /** The last button: the verb of the whole wizard. */
  finishLabel: string;
  onFinish(): void;
  pending?: boolean;
  finishRefused?: string;
  cancel: ReactNode;
}

/**
 * A task in steps. Its state belongs to the caller, so that going back loses nothing; the step belongs to the
 * address, so that the browser's own back goes one step back.
 */
export function Wizard({ label, steps, current, cancel, ...props }: WizardProps) {
  const t = useTranslations("servicing.wizard");
  const index = Math.max(
    0,
    steps.findIndex((step) => step.id === current),
  );
  const step = steps[index];
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef(current);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    // What is wrong stands at the field; whoever does not see it is taken there.
    if (refusals > 0) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [refusals]);
  useEffect(() => {
    // The first step keeps the page's own start; each later one is announced by its heading.
    if (shown.current !== current) heading.current?.focus();
    shown.current = current;
  }, [current]);
  if (!step) return null;
  const next = steps[index + 1];
  const previous = steps[index - 1];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[14rem_minmax(0,1fr)]">
      <StepNav label={label} steps={steps} index={index} onGo={props.onGo} />
      <form
        ref={form}
        noValidate
        className="rounded-lg border border-line bg-surface shadow-card"
        onSubmit={(event) => {
          event.preventDefault();
          if (step.blockedBy) {
            props.onBlocked(step.id);
            setRefusals((count) => count + 1);
          } else if (next) props.onGo(next.id);
          else if (!props.finishRefused && !props.pending) props.onFinish();
        }}
      >
        <div className="p-4 sm:p-5">
          <p className="text-muted text-sm tabular-nums">
            {t("stepOf", { number: index + 1, total: steps.length })}
          </p>
          <h2 ref={heading} tabIndex={-1} className="mb-3 font-semibold text-lg outline-none">
            {step.title}
          </h2>
          {step.content}
        </div>
        <div className="flex flex-wrap justify-end gap-2 border-line border-t px-4 py-3 sm:px-5">
          <span className="mr-auto">{cancel}</span>
          {previous ? <Button onClick={() => props.onGo(previous.id)}>{t("back")}</Button> : null}
          <Button
            type="submit"
            variant="primary"
            pending={props.pending}
            disabledReason={next ? undefined : props.finishRefused}
          >
            {next ? t("next") : props.finishLabel}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** The steps beside the form: done ones can be gone back to, later ones wait for those before them. */
function StepNav({
  label,
  steps,
  index,
  onGo,
}: {
  label: string;
  steps: readonly WizardStep[];
  index: number;
  onGo(id: string): void;
}) {
  const reachable = steps.findIndex((step) => step.blockedBy);
  return (
    <nav aria-label={label} className="max-lg:hidden">
      <ol className="space-y-0.5">
        {steps.map((step, at) => (
          <li key={step.id}>
            <button
              type="button"
              aria-current={at === index ? "step" : undefined}
              disabled={reachable !== -1 && at > reachable}
              onClick={() => onGo(step.id)}
              className={cn(
                "flex w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left hover:bg-hover disabled:cursor-not-allowed disabled:text-faint disabled:hover:bg-transparent",
                at === index && "bg-accent-soft font-medium text-accent-ink hover:bg-accent-soft",
              )}
            >
              <span
                aria-hidden
                className={cn(
                  "grid size-5 shrink-0 place-items-center rounded-full border border-control/50 text-xs tabular-nums",
                  at < index && "border-transparent bg-success-soft text-success",
                  at === index && "border-accent bg-accent text-on-accent",
                )}
              >
                {at < index ? <Check className="size-3.5" /> : at + 1}
              </span>
              {step.title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

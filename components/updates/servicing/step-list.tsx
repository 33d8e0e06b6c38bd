"use client";

import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  LoaderCircle,
  ScrollText,
  TriangleAlert,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { useFailureText } from "@/components/ui/failure-message";
import { ProgressBar } from "@/components/ui/progress-bar";
import { AbsoluteTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import { STEP_STATE } from "@/lib/updates/servicing/model";
import type { ShownStep } from "./download-steps";
import { stepLogHref } from "./site-view";

const LOOKS = {
  [STEP_STATE.notStarted]: { icon: CircleDashed, className: "text-faint", key: "notStarted" },
  [STEP_STATE.inProgress]: { icon: LoaderCircle, className: "animate-spin text-info", key: "inProgress" },
  [STEP_STATE.success]: { icon: CircleCheck, className: "text-success", key: "success" },
  [STEP_STATE.warning]: { icon: TriangleAlert, className: "text-warning", key: "warning" },
  [STEP_STATE.failure]: { icon: CircleAlert, className: "text-danger", key: "failure" },
  [STEP_STATE.notNeeded]: { icon: CircleSlash, className: "text-faint", key: "notNeeded" },
} as const;

/** The steps of a phase at one site in the product's order, each with its log and the lines of its time. */
export function StepList({
  packageGuid,
  siteCode,
  label,
  steps,
}: {
  packageGuid: string;
  siteCode: string;
  label: string;
  steps: readonly ShownStep[];
}) {
  return (
    <ol aria-label={label} className="divide-y divide-line">
      {steps.map((step) => (
        <StepItem key={step.step} packageGuid={packageGuid} siteCode={siteCode} step={step} />
      ))}
    </ol>
  );
}

function StepItem({
  packageGuid,
  siteCode,
  step,
}: {
  packageGuid: string;
  siteCode: string;
  step: ShownStep;
}) {
  const t = useTranslations("servicing");
  const failureText = useFailureText();
  const { icon: Icon, className, key } = LOOKS[step.isComplete];
  const name = t.has(`steps.${step.step}`) ? t(`steps.${step.step}`) : step.step;
  return (
    <li
      className={cn(
        "grid grid-cols-[1.125rem_minmax(0,1fr)] gap-x-3 py-1.5 sm:grid-cols-[1.125rem_minmax(0,1fr)_11rem_auto]",
        step.isComplete === STEP_STATE.notStarted && "text-muted",
      )}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", className)} />
      <div className="min-w-0">
        <p>
          {name} <span className="sr-only">: {t(`stepStates.${key}`)}</span>
        </p>
        {step.isComplete === STEP_STATE.inProgress ? (
          <ProgressBar
            className="my-1.5 max-w-md"
            fraction={step.progress > 0 ? step.progress / 100 : null}
            label={name}
          />
        ) : null}
        {step.detail ? (
          <p
            className={cn(
              "wrap-anywhere text-sm",
              step.isComplete === STEP_STATE.failure ? "text-danger" : "text-muted",
            )}
          >
            {failureText(step.detail)}
          </p>
        ) : null}
      </div>
      <div className="col-start-2 flex flex-wrap gap-x-4 text-sm sm:contents">
        <StepLog packageGuid={packageGuid} siteCode={siteCode} step={step} name={name} />
        <StepTime step={step} />
      </div>
    </li>
  );
}

/** The log to read; once the step has begun, a link to the lines of its time. */
function StepLog({
  packageGuid,
  siteCode,
  step,
  name,
}: {
  packageGuid: string;
  siteCode: string;
  step: ShownStep;
  name: string;
}) {
  const t = useTranslations("servicing.status");
  const began = step.isComplete !== STEP_STATE.notStarted && step.isComplete !== STEP_STATE.notNeeded;
  return (
    <p className="min-w-0 truncate text-muted sm:leading-5.5">
      {began ? (
        <Link
          href={stepLogHref(packageGuid, siteCode, step)}
          aria-label={t("linesOf", { step: name, file: step.logFile })}
          className="inline-flex items-center gap-1.5 rounded-sm text-accent-ink hover:underline"
        >
          <ScrollText aria-hidden className="size-3.5" />
          {step.logFile}
        </Link>
      ) : (
        <span className="sm:pl-5">{step.logFile}</span>
      )}
    </p>
  );
}

/** When the step ran and how long it took. */
function StepTime({ step }: { step: ShownStep }) {
  const sizes = useSizes();
  return (
    <p className="text-muted tabular-nums sm:min-w-64 sm:text-right sm:leading-5.5">
      {step.startedAt ? <AbsoluteTime at={step.startedAt} style="seconds" /> : null}
      {step.startedAt && step.finishedAt ? (
        <> · {sizes.duration(step.finishedAt.getTime() - step.startedAt.getTime())}</>
      ) : null}
    </p>
  );
}

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
import type { ServicingStep } from "@/lib/updates/servicing/model";
import { STEP_STATE } from "@/lib/updates/servicing/model";
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
  steps: readonly ServicingStep[];
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
  step: ServicingStep;
}) {
  const t = useTranslations("servicing");
  const failureText = useFailureText();
  const { icon: Icon, className, key } = LOOKS[step.isComplete];
  const name = t.has(`steps.${step.step}`) ? t(`steps.${step.step}`) : step.step;
  const began = step.isComplete !== STEP_STATE.notStarted;
  return (
    <li className={cn("flex gap-3 py-2", !began && "text-muted")}>
      <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", className)} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
          <p className="min-w-0">
            {name} <span className="sr-only">: {t(`stepStates.${key}`)}</span>
          </p>
          <StepTime step={step} />
        </div>
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
        {began && step.isComplete !== STEP_STATE.notNeeded ? (
          <Link
            href={stepLogHref(packageGuid, siteCode, step)}
            aria-label={t("status.linesOf", { step: name, file: step.logFile })}
            className="inline-flex items-center gap-1 rounded-sm text-muted text-sm hover:text-accent-ink hover:underline"
          >
            <ScrollText aria-hidden className="size-3.5" />
            {step.logFile}
          </Link>
        ) : null}
      </div>
    </li>
  );
}

/** When the step ran and how long it took. */
function StepTime({ step }: { step: ServicingStep }) {
  const sizes = useSizes();
  if (!step.startedAt) return null;
  return (
    <p className="text-muted text-sm tabular-nums">
      <AbsoluteTime at={step.startedAt} style="seconds" />
      {step.finishedAt ? (
        <> · {sizes.duration(step.finishedAt.getTime() - step.startedAt.getTime())}</>
      ) : null}
    </p>
  );
}

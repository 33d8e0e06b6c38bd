"use client";

import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle, type LucideIcon, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import type { AzureStepState } from "@/lib/db/schema";
import { cn } from "../ui/cn";

const LOOKS = {
  waiting: { icon: CircleDashed, classes: "text-faint" },
  running: { icon: LoaderCircle, classes: "animate-spin text-info" },
  done: { icon: CircleCheck, classes: "text-success" },
  failed: { icon: CircleAlert, classes: "text-danger" },
  undone: { icon: Undo2, classes: "text-muted" },
} as const satisfies Record<AzureStepState, { icon: LucideIcon; classes: string }>;

/** Returns the function that names a step of an operation; one without a name is shown by its id. */
export function useStepName(): (id: string) => string {
  const t = useTranslations("azureServices.steps");
  return (id) => (t.has(id) ? t(id) : id);
}

/** The steps of an operation in their order, each with how far it is. */
export function OperationSteps({
  operation: { steps, kind },
}: {
  operation: Pick<OperationView, "steps" | "kind">;
}) {
  const t = useTranslations("azureServicesPage.operation");
  const stepName = useStepName();
  return (
    <ol aria-label={t("steps")} data-kind={kind} className="space-y-2">
      {steps.map((step) => {
        const { icon: Icon, classes } = LOOKS[step.state];
        return (
          <li key={step.id} className="flex items-start gap-2.5">
            <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", classes)} />
            <span className={cn("min-w-0 flex-1", step.state === "waiting" && "text-muted")}>
              {stepName(step.id)}
            </span>
            <span className="shrink-0 text-muted text-sm">{t(`stepStates.${step.state}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}

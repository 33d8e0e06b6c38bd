"use client";

import { useTranslations } from "next-intl";
import type { OperationView } from "@/lib/azure-services/operations/get-operation";
import { StepList } from "../ui/step-list";

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
  return (
    <StepList
      label={t("steps")}
      kind={kind}
      steps={steps}
      nameOf={useStepName()}
      stateName={(state) => t(`stepStates.${state}`)}
    />
  );
}

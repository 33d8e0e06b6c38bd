"use client";

import { useTranslations } from "next-intl";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import type { ServiceState } from "@/lib/azure-services/services/service-state";
import { StatusBadge } from "../ui/badge";
import { useFailureText } from "../ui/failure-message";
import { SERVICE_STATE_LOOKS } from "./service-state-view";

export function ServiceStateBadge({ state }: { state: ServiceState }) {
  const t = useTranslations("azureServicesPage.states");
  const { tone, busy } = SERVICE_STATE_LOOKS[state];
  return (
    <StatusBadge tone={tone} busy={busy}>
      {t(`${state}.title`)}
    </StatusBadge>
  );
}

/** Returns the function that says why a connection is in its state: what Azure said last, where that is the reason. */
export function useServiceReason(): (service: Pick<ServiceRow, "state" | "proof">) => string {
  const t = useTranslations("azureServicesPage.states");
  const failureText = useFailureText();
  return ({ state, proof }) =>
    (state === "degraded" || state === "not-permitted") && proof ? failureText(proof) : t(`${state}.text`);
}

"use client";

import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import type { Consent } from "@/lib/azure-services/applications/application-rows";

const TONES = { granted: "success", missing: "danger", unknown: "neutral" } as const satisfies Record<
  Consent,
  Tone
>;

/** Whether an administrator of the tenant granted the app what its services need. */
export function ConsentBadge({ consent }: { consent: Consent }) {
  const t = useTranslations("azureServicesPage.consent");
  return <StatusBadge tone={TONES[consent]}>{t(consent)}</StatusBadge>;
}

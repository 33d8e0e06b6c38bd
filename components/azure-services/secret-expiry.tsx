"use client";

import { useTranslations } from "next-intl";
import { daysLeftOf, type SecretState } from "@/lib/azure-services/applications/secret-state";
import { StatusBadge } from "../ui/badge";
import { useLiveNow } from "../ui/now";
import { AbsoluteTime } from "../ui/relative-time";
import { SECRET_TONES } from "./service-state-view";

const MINUTE_MS = 60_000;

/** When a secret key ends, and how long that still is. */
export function SecretExpiry({ expiresAt, state }: { expiresAt: Date; state?: SecretState }) {
  const t = useTranslations("azureServicesPage.secret");
  const daysLeft = daysLeftOf(expiresAt, useLiveNow(MINUTE_MS));
  return (
    // Plain text, so that its lines are aligned as their surroundings are.
    <span className="leading-relaxed *:align-middle">
      {state && state !== "ok" ? (
        <StatusBadge tone={SECRET_TONES[state]}>{t(`states.${state}`)}</StatusBadge>
      ) : null}{" "}
      <span className="whitespace-nowrap">
        <AbsoluteTime at={expiresAt} style="date" />
      </span>{" "}
      <span className="text-muted text-sm">
        {daysLeft > 0 ? t("daysLeft", { days: daysLeft }) : t("expiredSince", { days: -daysLeft })}
      </span>
    </span>
  );
}

"use client";

import { useTranslations } from "next-intl";
import type { AlertSeverity } from "@/lib/status/model";
import { StatusBadge, type Tone } from "../ui/badge";

const TONE = { 1: "danger", 2: "warning", 3: "info" } as const satisfies Record<AlertSeverity, Tone>;

export function SeverityBadge({ severity }: { severity: AlertSeverity }) {
  const t = useTranslations("status.alertSeverities");
  return <StatusBadge tone={TONE[severity]}>{t(String(severity))}</StatusBadge>;
}

"use client";

import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "../ui/badge";

/** `SMS_Site.Status`: 1 active, 2 pending, 3 failed, 4 deleted, 5 upgrade. */
const TONES: Record<number, Tone> = { 1: "success", 2: "info", 3: "danger", 4: "neutral", 5: "info" };

export function SiteStatusBadge({ status }: { status: number }) {
  const t = useTranslations("hierarchy.status");
  const known = TONES[status];
  return <StatusBadge tone={known ?? "neutral"}>{known ? t(String(status)) : String(status)}</StatusBadge>;
}

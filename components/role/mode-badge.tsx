"use client";

import { Cloud, CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Mode } from "@/lib/hierarchy/model";
import { StatusBadge } from "../ui/badge";

/** @param mode null while SMS_DMP_DOWNLOADER does not run */
export function ModeBadge({ mode }: { mode: Mode | null }) {
  const t = useTranslations("role.modes");
  if (mode === null) return <StatusBadge tone="warning">{t("notRunning")}</StatusBadge>;
  return (
    <StatusBadge tone={mode === "online" ? "success" : "neutral"} icon={mode === "online" ? Cloud : CloudOff}>
      {t(`${mode}.short`)}
    </StatusBadge>
  );
}

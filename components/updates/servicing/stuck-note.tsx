"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UpdateSummary } from "@/lib/updates/model";
import { useStuckHours } from "./use-stuck-hours";

/** In a row: that the package is stuck; its page offers the way out. */
export function StuckNote({ update }: { update: UpdateSummary }) {
  const t = useTranslations("servicing.stuck");
  const hours = useStuckHours(update);
  if (hours === 0) return null;
  return (
    <p className="flex items-center gap-1.5 text-sm text-warning">
      <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
      {t("note", { hours })}
    </p>
  );
}

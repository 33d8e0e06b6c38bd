"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { impactsOf } from "./impact";

/** What installing the package touches and brings, as small labels. */
export function ImpactList({ impact }: { impact: number }) {
  const t = useTranslations("updatesPage.impact");
  const impacts = impactsOf(impact);
  if (impacts.length === 0) return <span className="text-muted">{t("none")}</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {impacts.map((name) => (
        <Badge key={name}>{t(name)}</Badge>
      ))}
    </span>
  );
}

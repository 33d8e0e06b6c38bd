"use client";

import { CloudOff, PackageCheck, SearchX, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { EmptyReason } from "./check-view";

const ICONS = { offline: CloudOff, failed: TriangleAlert, noCheck: SearchX, nothing: PackageCheck } as const;

/** An empty list says why it is empty (reference/updates.md §16). */
export function UpdatesEmpty({ reason, onShowHidden }: { reason: EmptyReason; onShowHidden?: () => void }) {
  const t = useTranslations("updatesPage.empty");
  return (
    <EmptyState
      icon={ICONS[reason]}
      title={t(`${reason}Title`)}
      description={t(reason)}
      action={onShowHidden ? <Button onClick={onShowHidden}>{t("showHidden")}</Button> : undefined}
    />
  );
}

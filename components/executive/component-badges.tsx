"use client";

import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import type { ComponentRow } from "@/lib/executive/model";
import {
  COMPONENT_STATE_LOOKS,
  COMPONENT_STATUS,
  POLLED_STATE_LOOKS,
  polledState,
} from "./component-state-view";

/** `SMS_ComponentSummarizer.Status`. */
export function ComponentStatusBadge({ row }: { row: Pick<ComponentRow, "status"> }) {
  const t = useTranslations("componentsPage.status");
  const { key, tone } = COMPONENT_STATUS[row.status];
  return <StatusBadge tone={tone}>{t(key)}</StatusBadge>;
}

/** What the thread's supervisor last reported; marked while nobody vouches for it any more. */
export function ComponentStateBadge({ row }: { row: Pick<ComponentRow, "state" | "executiveResponding"> }) {
  const t = useTranslations("componentsPage");
  const look = COMPONENT_STATE_LOOKS[row.state];
  if (row.executiveResponding) return <StatusBadge {...look}>{t(`states.${row.state}`)}</StatusBadge>;
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5" title={t("lastWordWhy")}>
      <StatusBadge tone="neutral">{t(`states.${row.state}`)}</StatusBadge>
      <span className="text-muted text-sm">{t("lastWord")}</span>
    </span>
  );
}

/** What the Service Manager saw at its last Query. */
export function PolledStateBadge({ row }: { row: Pick<ComponentRow, "polledState"> }) {
  const t = useTranslations("componentsPage");
  const state = polledState(row);
  // A state that was seen once does not move: the picture is as old as the query.
  const look = { ...POLLED_STATE_LOOKS[state], busy: false };
  return <StatusBadge {...look}>{t(`states.${state}`)}</StatusBadge>;
}

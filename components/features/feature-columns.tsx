"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { FeatureList, FeatureRow } from "@/lib/updates/features/list-features";
import { useDeniedReason } from "../shell/access";
import { Badge, StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import type { DataTableColumn } from "../ui/data-table/types";
import { RelativeTime } from "../ui/relative-time";
import { canBeAsked, featureState, lacksConsent, STATE_LOOKS } from "./feature-view";

export function useFeatureColumns(
  list: FeatureList,
  onTurnOn: (feature: FeatureRow) => void,
): DataTableColumn<FeatureRow>[] {
  const t = useTranslations("features");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("page.columns.name"),
        accessorFn: (feature) => t(`features.${feature.name}.name`),
        cell: ({ row: { original: feature } }) => (
          <div className="max-w-xl">
            <p className="font-medium">{t(`features.${feature.name}.name`)}</p>
            <p className="font-normal text-muted text-sm">{t(`features.${feature.name}.description`)}</p>
          </div>
        ),
        meta: { label: t("page.columns.name") },
      },
      {
        id: "type",
        header: t("page.columns.type"),
        accessorFn: (feature) => t(`page.types.${feature.isPreRelease ? "preRelease" : "release"}`),
        cell: ({ row: { original: feature }, getValue }) => (
          <Badge tone={feature.isPreRelease ? "warning" : "neutral"}>{String(getValue())}</Badge>
        ),
        meta: { label: t("page.columns.type") },
      },
      {
        id: "since",
        header: t("page.columns.since"),
        accessorFn: (feature) => feature.since ?? "",
        meta: { label: t("page.columns.since") },
      },
      {
        id: "state",
        header: t("page.columns.state"),
        accessorFn: (feature) => t(`page.states.${featureState(feature)}`),
        cell: ({ row }) => <StateCell feature={row.original} />,
        meta: { label: t("page.columns.state") },
      },
      {
        id: "guid",
        header: t("page.columns.guid"),
        accessorFn: (feature) => feature.featureGuid.toUpperCase(),
        cell: ({ getValue }) => <code className="text-sm">{String(getValue())}</code>,
        meta: { label: t("page.columns.guid") },
      },
      {
        id: "action",
        header: () => <span className="sr-only">{t("page.columns.action")}</span>,
        enableSorting: false,
        cell: ({ row }) => <TurnOnButton feature={row.original} list={list} onTurnOn={onTurnOn} />,
        meta: { label: t("page.columns.action"), align: "end" },
      },
    ],
    [t, list, onTurnOn],
  );
}

function StateCell({ feature }: { feature: FeatureRow }) {
  const t = useTranslations("features.page");
  const state = featureState(feature);
  const at = feature.isOn ? feature.enabledAt : feature.requestedAt;
  return (
    <div className="space-y-0.5">
      <StatusBadge {...STATE_LOOKS[state]}>{t(`states.${state}`)}</StatusBadge>
      {feature.waitsFor ? (
        <p className="text-sm">
          <Link
            href={`/updates/${feature.waitsFor.packageGuid}`}
            className="rounded-sm text-accent-ink hover:underline"
          >
            {feature.waitsFor.name}
          </Link>
        </p>
      ) : at ? (
        <p className="text-muted text-sm">
          <RelativeTime at={at} />
        </p>
      ) : null}
    </div>
  );
}

function TurnOnButton({
  feature,
  list,
  onTurnOn,
}: {
  feature: FeatureRow;
  list: FeatureList;
  onTurnOn(feature: FeatureRow): void;
}) {
  const t = useTranslations("features");
  const denied = useDeniedReason()("features.enable");
  if (!canBeAsked(feature)) return null;
  const name = t(`features.${feature.name}.name`);
  const reason = denied ?? (lacksConsent(feature, list) ? t("page.noConsent") : undefined);
  return (
    <Button
      size="sm"
      aria-label={t("page.turnOn.of", { name })}
      disabledReason={reason}
      onClick={() => onTurnOn(feature)}
    >
      {t("page.turnOn.confirm")}
    </Button>
  );
}

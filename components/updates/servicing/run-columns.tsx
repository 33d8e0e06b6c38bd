"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { StatusBadge } from "@/components/ui/badge";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { AbsoluteTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import type { ServicingRun } from "@/lib/updates/servicing/model";
import { PREREQ_FLAG } from "@/lib/updates/servicing/model";
import { updateStateView } from "../update-state-view";
import { SiteStateBadge } from "./site-progress";

/** Key of `servicing.runs.kinds`. */
const runKind = (prereqFlag: number): "check" | "install" | "installIgnoring" => {
  if ((prereqFlag & PREREQ_FLAG.prereqOnly) !== 0) return "check";
  return (prereqFlag & PREREQ_FLAG.continueOnWarning) !== 0 ? "installIgnoring" : "install";
};

/** The columns that tell about a run, for the package's own list and for the history of all. */
export function useRunColumns<Row extends ServicingRun>(): DataTableColumn<Row>[] {
  const t = useTranslations("servicing.runs");
  const states = useTranslations("updates.states");
  const sizes = useSizes();
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: "requestedAt",
        accessorKey: "requestedAt",
        header: t("requestedAt"),
        enableGlobalFilter: false,
        enableHiding: false,
        meta: { label: t("requestedAt"), className: "whitespace-nowrap" },
        cell: ({ row }) => <AbsoluteTime at={row.original.requestedAt} />,
      },
      {
        id: "kind",
        accessorFn: (row) => t(`kinds.${runKind(row.prereqFlag)}`),
        header: t("kind"),
        meta: { label: t("kind") },
        cell: ({ row }) => t(`kinds.${runKind(row.original.prereqFlag)}`),
      },
      {
        id: "requestedBy",
        accessorKey: "requestedBy",
        header: t("requestedBy"),
        meta: { label: t("requestedBy") },
        cell: ({ row }) => row.original.requestedBy,
      },
      {
        id: "features",
        accessorFn: (row) => row.features.length,
        header: t("features"),
        enableGlobalFilter: false,
        meta: { label: t("features"), align: "end" },
        cell: ({ row }) => row.original.features.length,
      },
      {
        id: "client",
        accessorFn: (row) => (row.clientOption ? t(`client.${row.clientOption}`) : ""),
        header: t("clientOption"),
        meta: { label: t("clientOption") },
        cell: ({ row }) => (row.original.clientOption ? t(`client.${row.original.clientOption}`) : "–"),
      },
      {
        id: "result",
        accessorFn: (row) =>
          row.finalState === null ? t("open") : states(updateStateView(row.finalState).key),
        header: t("result"),
        meta: { label: t("result") },
        cell: ({ row }) =>
          row.original.finalState === null ? (
            <StatusBadge tone="info" busy={row.original.finishedAt === null}>
              {t(row.original.finishedAt === null ? "open" : "ended")}
            </StatusBadge>
          ) : (
            <SiteStateBadge state={row.original.finalState} />
          ),
      },
      {
        id: "duration",
        accessorFn: (row) => (row.finishedAt ? row.finishedAt.getTime() - row.requestedAt.getTime() : null),
        header: t("duration"),
        enableGlobalFilter: false,
        meta: { label: t("duration"), align: "end", className: "whitespace-nowrap" },
        cell: ({ row }) => {
          const { finishedAt, requestedAt } = row.original;
          return finishedAt ? sizes.duration(finishedAt.getTime() - requestedAt.getTime()) : "–";
        },
      },
    ],
    [t, states],
  );
}

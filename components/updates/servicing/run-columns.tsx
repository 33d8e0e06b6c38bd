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

const isCheckOnly = ({ prereqFlag }: ServicingRun) => (prereqFlag & PREREQ_FLAG.prereqOnly) !== 0;

/** The columns that tell about a run, for the package's own list and for the history of all. */
export function useRunColumns<Row extends ServicingRun>(): DataTableColumn<Row>[] {
  const t = useTranslations("servicing.runs");
  const states = useTranslations("updates.states");
  const sizes = useSizes();
  /** What was chosen in the wizard, as far as it changes what the run does. */
  const choicesOf = (run: ServicingRun) => [
    ...((run.prereqFlag & PREREQ_FLAG.continueOnWarning) === 0 ? [] : [t("warningsIgnored")]),
    ...(run.clientOption ? [t(`client.${run.clientOption}`)] : []),
    ...(run.features.length > 0 ? [t("features", { count: run.features.length })] : []),
  ];
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
        accessorFn: (row) => t(`kinds.${isCheckOnly(row) ? "check" : "install"}`),
        header: t("kind"),
        meta: { label: t("kind"), className: "whitespace-nowrap" },
        cell: ({ getValue }) => getValue<string>(),
      },
      {
        id: "choices",
        accessorFn: (row) => choicesOf(row).join(", "),
        header: t("choices"),
        meta: { label: t("choices"), className: "sm:min-w-32" },
        cell: ({ row }) => (
          <div className="text-sm">
            {choicesOf(row.original).map((choice) => (
              <p key={choice}>{choice}</p>
            ))}
          </div>
        ),
      },
      {
        id: "requestedBy",
        accessorKey: "requestedBy",
        header: t("requestedBy"),
        meta: { label: t("requestedBy") },
        cell: ({ row }) => row.original.requestedBy,
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

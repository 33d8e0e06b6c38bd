"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { AbsoluteTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import type { UpdateSummary } from "@/lib/updates/model";
import { PREREQ_FLAG } from "@/lib/updates/servicing/model";
import { DownloadProgress } from "./download-progress";
import { openDownload } from "./download-view";
import { impactsOf } from "./impact";
import { ImpactIcons } from "./impact-icons";
import { ReasonCell } from "./reason-cell";
import { StuckNote } from "./servicing/stuck-note";
import { ServicingProgressLine } from "./servicing-progress";
import { UpdateStateBadge } from "./update-state-badge";
import { updateStateView } from "./update-state-view";
import { useWhyNot } from "./use-why-not";

/** Columns that are off until the reader switches them on. */
export const OPTIONAL_UPDATE_COLUMNS = [
  "packageGuid",
  "numericState",
  "lastUpdateTime",
  "fullVersion",
  "prereqOnly",
  "ignoreWarnings",
] as const;

/**
 * The columns that tell about a package, for the list and for the history.
 * @param options.withReason false when no package shown has anything to explain
 */
export function useUpdateColumns({ withReason }: { withReason: boolean }): DataTableColumn<UpdateSummary>[] {
  const t = useTranslations("updatesPage.columns");
  const states = useTranslations("updates.states");
  const impact = useTranslations("updatesPage.impact");
  const sizes = useSizes();
  const whyNot = useWhyNot();
  const yesNo = (value: boolean) => t(value ? "yes" : "no");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the formatters follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: "name",
        accessorKey: "name",
        header: t("name"),
        enableHiding: false,
        meta: { label: t("name"), className: "sm:min-w-48" },
        cell: ({ row }) => (
          <Link
            href={`/updates/${row.original.packageGuid}`}
            className="rounded-sm font-medium text-accent-ink hover:underline"
          >
            {row.original.name}
          </Link>
        ),
      },
      {
        id: "state",
        accessorFn: (row) => states(updateStateView(row.state, row.prereqFlag).key),
        header: t("state"),
        meta: { label: t("state"), className: "sm:min-w-52" },
        cell: ({ row }) => (
          <div className="flex flex-col items-start gap-1.5 max-sm:items-end">
            <UpdateStateBadge update={row.original} />
            {openDownload(row.original) ? (
              <div className="w-full sm:w-60">
                <DownloadProgress update={row.original} />
              </div>
            ) : (
              <div className="w-full empty:hidden sm:w-60">
                <ServicingProgressLine update={row.original} />
              </div>
            )}
            <StuckNote update={row.original} />
          </div>
        ),
      },
      ...(withReason
        ? [
            {
              id: "reason",
              accessorFn: (row: UpdateSummary) => whyNot(row).join(" "),
              header: t("reason"),
              meta: { label: t("reason"), className: "sm:min-w-48 sm:max-w-md" },
              cell: ({ row }: { row: { original: UpdateSummary } }) => <ReasonCell update={row.original} />,
            },
          ]
        : []),
      {
        id: "numericState",
        accessorKey: "state",
        header: t("numericState"),
        meta: { label: t("numericState") },
        cell: ({ row }) => updateStateView(row.original.state).numeric,
      },
      {
        id: "prereqOnly",
        accessorFn: (row) => yesNo((row.prereqFlag & PREREQ_FLAG.prereqOnly) !== 0),
        header: t("prereqOnly"),
        enableGlobalFilter: false,
        meta: { label: t("prereqOnly") },
        cell: ({ getValue }) => getValue<string>(),
      },
      {
        id: "ignoreWarnings",
        accessorFn: (row) => yesNo((row.prereqFlag & PREREQ_FLAG.continueOnWarning) !== 0),
        header: t("ignoreWarnings"),
        enableGlobalFilter: false,
        meta: { label: t("ignoreWarnings") },
        cell: ({ getValue }) => getValue<string>(),
      },
      {
        id: "dateReleased",
        accessorKey: "dateReleased",
        header: t("dateReleased"),
        enableGlobalFilter: false,
        meta: { label: t("dateReleased"), className: "whitespace-nowrap" },
        cell: ({ row }) => <AbsoluteTime at={row.original.dateReleased} style="date" />,
      },
      {
        id: "size",
        accessorKey: "totalBytes",
        header: t("size"),
        enableGlobalFilter: false,
        meta: { label: t("size"), align: "end", className: "whitespace-nowrap" },
        cell: ({ row }) => sizes.bytes(row.original.totalBytes),
      },
      {
        id: "impact",
        accessorFn: (row) =>
          impactsOf(row.impact)
            .map((name) => impact(name))
            .join(", "),
        header: t("impact"),
        meta: { label: t("impact"), className: "text-muted max-sm:text-sm" },
        cell: ({ row }) => <ImpactIcons impact={row.original.impact} />,
      },
      {
        id: "fullVersion",
        accessorKey: "fullVersion",
        header: t("fullVersion"),
        meta: { label: t("fullVersion"), className: "whitespace-nowrap" },
        cell: ({ row }) => row.original.fullVersion,
      },
      {
        id: "lastUpdateTime",
        accessorKey: "lastUpdateTime",
        header: t("lastUpdateTime"),
        enableGlobalFilter: false,
        meta: { label: t("lastUpdateTime"), className: "whitespace-nowrap" },
        cell: ({ row }) => <AbsoluteTime at={row.original.lastUpdateTime} />,
      },
      {
        id: "packageGuid",
        accessorKey: "packageGuid",
        header: t("packageGuid"),
        meta: { label: t("packageGuid") },
        cell: ({ row }) => (
          <span className="inline-flex items-center gap-1 whitespace-nowrap font-mono text-sm">
            {row.original.packageGuid}
            <CopyButton text={row.original.packageGuid} />
          </span>
        ),
      },
    ],
    [t, states, impact, withReason],
  );
}

"use client";

import { PackageOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { OfflineImport } from "@/lib/offline/list-offline-imports";
import { StatusBadge, type Tone } from "../ui/badge";
import { DataTable } from "../ui/data-table/data-table";
import type { DataTableColumn } from "../ui/data-table/types";
import { EmptyState } from "../ui/empty-state";
import { useFailureText } from "../ui/failure-message";
import { RelativeTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";

export const IMPORT_LOOKS = {
  uploading: { tone: "info", busy: false },
  received: { tone: "info", busy: true },
  examining: { tone: "info", busy: true },
  examined: { tone: "warning", busy: false },
  approved: { tone: "info", busy: true },
  importing: { tone: "info", busy: true },
  imported: { tone: "success", busy: false },
  refused: { tone: "danger", busy: false },
  canceled: { tone: "neutral", busy: false },
} as const satisfies Record<OfflineImport["state"], { tone: Tone; busy: boolean }>;

/** The latest imports and what became of them. */
export function ImportsTable({
  imports,
  onOpen,
}: {
  imports: readonly OfflineImport[];
  onOpen(importId: string): void;
}) {
  const t = useTranslations("offlinePage.import");
  return (
    <DataTable
      label={t("imports")}
      fileName="offline-imports"
      rows={imports}
      columns={useColumns(onOpen)}
      rowId={(row) => row.importId}
      onOpen={(row) => onOpen(row.importId)}
      empty={<EmptyState icon={PackageOpen} title={t("none")} description={t("noneWhy")} />}
    />
  );
}

function useColumns(onOpen: (importId: string) => void): DataTableColumn<OfflineImport>[] {
  const t = useTranslations("offlinePage.import");
  const states = useTranslations("offline.states");
  const sizes = useSizes();
  const failureText = useFailureText();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the formatters follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: "file",
        accessorKey: "fileName",
        header: t("file"),
        enableHiding: false,
        meta: { label: t("file"), className: "sm:min-w-56" },
        cell: ({ row: { original } }) => (
          <button
            type="button"
            className="wrap-anywhere rounded-sm text-left font-medium text-accent-ink hover:underline"
            onClick={(event) => {
              event.stopPropagation();
              onOpen(original.importId);
            }}
          >
            {original.fileName}
          </button>
        ),
      },
      {
        id: "state",
        accessorFn: (row) => states(row.state),
        header: t("state"),
        meta: { label: t("state"), className: "sm:min-w-48" },
        cell: ({ row }) => (
          <StatusBadge {...IMPORT_LOOKS[row.original.state]}>{states(row.original.state)}</StatusBadge>
        ),
      },
      {
        id: "result",
        accessorFn: (row) => resultOf(row),
        header: t("result"),
        meta: { label: t("result"), className: "sm:min-w-56 sm:max-w-md" },
        cell: ({ row }) => <span className="wrap-anywhere text-sm">{resultOf(row.original)}</span>,
      },
      {
        id: "size",
        accessorKey: "bytes",
        header: t("size"),
        enableGlobalFilter: false,
        meta: { label: t("size"), align: "end", className: "whitespace-nowrap" },
        cell: ({ row }) => sizes.bytes(row.original.bytes),
      },
      {
        id: "requestedBy",
        accessorKey: "requestedBy",
        header: t("by"),
        meta: { label: t("by") },
        cell: ({ row }) => row.original.requestedBy,
      },
      {
        id: "createdAt",
        accessorKey: "createdAt",
        header: t("when"),
        enableGlobalFilter: false,
        meta: { label: t("when"), className: "whitespace-nowrap" },
        cell: ({ row }) => <RelativeTime at={row.original.createdAt} />,
      },
    ],
    [t, states, onOpen],
  );

  function resultOf({ error, report }: OfflineImport): string {
    if (error) return failureText(error);
    if (!report) return "";
    return t("brings", { count: report.updates.filter(({ outcome }) => outcome === "import").length });
  }
}

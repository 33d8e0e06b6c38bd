"use client";

import { FileCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { DataTable } from "@/components/ui/data-table/data-table";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { EmptyState } from "@/components/ui/empty-state";
import { useFailureText } from "@/components/ui/failure-message";
import { RelativeTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import type { HotfixImport } from "@/lib/updates/out-of-band/model";

const LOOKS = {
  uploading: { tone: "info", busy: false },
  received: { tone: "info", busy: true },
  importing: { tone: "info", busy: true },
  imported: { tone: "success", busy: false },
  refused: { tone: "danger", busy: false },
} as const satisfies Record<HotfixImport["state"], { tone: Tone; busy: boolean }>;

/** The latest imports and what the verification found. */
export function ImportsTable({ imports }: { imports: readonly HotfixImport[] }) {
  const t = useTranslations("outOfBand.page");
  return (
    <DataTable
      label={t("imports")}
      fileName="hotfix-imports"
      rows={imports}
      columns={useColumns()}
      rowId={(row) => row.id}
      empty={<EmptyState icon={FileCheck} title={t("none")} description={t("noneWhy")} />}
    />
  );
}

function useColumns(): DataTableColumn<HotfixImport>[] {
  const t = useTranslations("outOfBand.page");
  const states = useTranslations("outOfBand.states");
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
        meta: { label: t("file"), className: "sm:min-w-72" },
        cell: ({ row }) => <span className="wrap-anywhere font-medium">{row.original.fileName}</span>,
      },
      {
        id: "state",
        accessorFn: (row) => states(row.state),
        header: t("state"),
        meta: { label: t("state"), className: "whitespace-nowrap" },
        cell: ({ row }) => (
          <StatusBadge {...LOOKS[row.original.state]}>{states(row.original.state)}</StatusBadge>
        ),
      },
      {
        id: "result",
        accessorFn: (row) => (row.reason ? failureText(row.reason) : (row.packageName ?? "")),
        header: t("result"),
        meta: { label: t("result"), className: "sm:min-w-56 sm:max-w-md" },
        cell: ({ row: { original } }) => (
          <div className="text-sm">
            {original.reason ? <p className="wrap-anywhere">{failureText(original.reason)}</p> : null}
            {original.packageGuid ? (
              <Link
                href={`/updates/${original.packageGuid}`}
                className="rounded-sm text-accent-ink hover:underline"
              >
                {original.packageName ?? t("open")}
              </Link>
            ) : null}
          </div>
        ),
      },
      {
        id: "size",
        accessorKey: "bytes",
        header: t("size"),
        enableGlobalFilter: false,
        meta: { label: t("size"), align: "end", className: "whitespace-nowrap" },
        cell: ({ row: { original } }) =>
          original.state === "uploading"
            ? t("received", {
                done: sizes.bytes(original.bytesReceived),
                total: sizes.bytes(original.bytes),
              })
            : sizes.bytes(original.bytes),
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
    [t, states],
  );
}

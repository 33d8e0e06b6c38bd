"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ComponentRow } from "@/lib/executive/model";
import { ComponentStateBadge, ComponentStatusBadge } from "./component-badges";
import { COMPONENT_STATUS, COMPONENT_TYPE } from "./component-state-view";

/** @param onOpen shows the details of a component; must be stable */
export function useComponentColumns(onOpen: (row: ComponentRow) => void): DataTableColumn<ComponentRow>[] {
  const t = useTranslations("componentsPage");
  return useMemo(() => {
    const label = (key: string) => t(`columns.${key}`);
    return [
      {
        id: "component",
        accessorKey: "component",
        header: label("component"),
        enableHiding: false,
        meta: { label: label("component") },
        cell: ({ row }) => (
          <button
            type="button"
            className="rounded-sm font-medium text-accent-ink hover:underline"
            onClick={() => onOpen(row.original)}
          >
            {row.original.component}
          </button>
        ),
      },
      {
        id: "server",
        accessorKey: "serverFqdn",
        header: label("server"),
        meta: { label: label("server") },
        cell: ({ row }) => row.original.serverFqdn,
      },
      {
        id: "site",
        accessorKey: "siteCode",
        header: label("site"),
        meta: { label: label("site") },
        cell: ({ row }) => row.original.siteCode,
      },
      {
        id: "status",
        accessorKey: "status",
        header: label("status"),
        enableGlobalFilter: false,
        meta: { label: label("status"), csv: (row) => t(`status.${COMPONENT_STATUS[row.status].key}`) },
        cell: ({ row }) => <ComponentStatusBadge row={row.original} />,
      },
      {
        id: "state",
        accessorFn: (row) => t(`states.${row.state}`),
        header: label("state"),
        meta: { label: label("state"), className: "whitespace-nowrap" },
        cell: ({ row }) => <ComponentStateBadge row={row.original} />,
      },
      {
        id: "type",
        accessorFn: (row) => t(`types.${COMPONENT_TYPE[row.type]}`),
        header: label("type"),
        meta: { label: label("type") },
        cell: ({ row }) => t(`types.${COMPONENT_TYPE[row.original.type]}`),
      },
      {
        id: "counts",
        accessorFn: (row) => row.errors * 1_000_000 + row.warnings,
        header: label("countsShort"),
        enableGlobalFilter: false,
        meta: {
          label: label("counts"),
          align: "end",
          csv: (row) => t("counted", { errors: row.errors, warnings: row.warnings }),
        },
        cell: ({ row }) => <Counts row={row.original} />,
      },
      {
        id: "lastContacted",
        accessorKey: "heartbeatAt",
        header: label("lastContacted"),
        enableGlobalFilter: false,
        meta: { label: label("lastContacted"), className: "whitespace-nowrap" },
        cell: ({ row }) => <Time at={row.original.heartbeatAt} />,
      },
      {
        id: "nextScheduled",
        accessorKey: "nextScheduledAt",
        header: label("nextScheduled"),
        enableGlobalFilter: false,
        meta: { label: label("nextScheduled"), className: "whitespace-nowrap" },
        cell: ({ row }) => <Time at={row.original.nextScheduledAt} />,
      },
      {
        id: "logFile",
        accessorKey: "logFile",
        header: label("logFile"),
        meta: { label: label("logFile") },
        cell: ({ row }) => <code className="font-mono text-sm">{row.original.logFile}</code>,
      },
    ];
  }, [t, onOpen]);
}

/** Errors in front, as they weigh more; the words are for those who cannot see the header. */
function Counts({ row }: { row: ComponentRow }) {
  const t = useTranslations("componentsPage");
  return (
    <>
      <span aria-hidden className={row.errors + row.warnings === 0 ? "text-faint" : undefined}>
        {row.errors} / {row.warnings}
      </span>
      <span className="sr-only">{t("counted", { errors: row.errors, warnings: row.warnings })}</span>
    </>
  );
}

const Time = ({ at }: { at: Date | null }) =>
  at ? <RelativeTime at={at} /> : <span className="text-faint">–</span>;

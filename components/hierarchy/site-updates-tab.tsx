"use client";

import { PackageCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { StatusBadge } from "../ui/badge";
import { Card } from "../ui/card";
import { DataTable } from "../ui/data-table/data-table";
import type { DataTableColumn } from "../ui/data-table/types";
import { EmptyState } from "../ui/empty-state";
import { RelativeTime } from "../ui/relative-time";
import { RetrySite } from "../updates/servicing/retry-site";
import { updateStateView } from "../updates/update-state-view";
import type { SiteCommands } from "./site-commands";
import type { SiteDetail } from "./site-view";

type SiteUpdate = SiteDetail["updates"][number];
type RetryCommands = Pick<SiteCommands, "retrySite" | "retryReplication">;

/** How far each update is at this site, with the retry of what failed here. */
export function SiteUpdatesTab({ site, commands }: { site: SiteDetail; commands: RetryCommands }) {
  const t = useTranslations("hierarchy.updates");
  const columns = useColumns(site.siteCode, commands);
  return (
    <Card padded={false}>
      <DataTable
        label={t("title")}
        fileName={`updates-${site.siteCode}`}
        rows={site.updates}
        columns={columns}
        rowId={(update) => update.packageGuid}
        empty={<EmptyState icon={PackageCheck} title={t("none")} description={t("noneHint")} />}
      />
    </Card>
  );
}

function useColumns(siteCode: string, commands: RetryCommands): DataTableColumn<SiteUpdate>[] {
  const t = useTranslations("hierarchy.updates");
  const states = useTranslations("updates.states");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("name"),
        accessorFn: (update) => update.name,
        cell: ({ row }) => (
          <Link
            href={`/updates/${row.original.packageGuid}`}
            className="rounded-sm text-accent-ink hover:underline"
          >
            {row.original.name}
          </Link>
        ),
        meta: { label: t("name") },
      },
      {
        id: "state",
        header: t("state"),
        accessorFn: (update) => states(updateStateView(update.state, update.prereqFlag).key),
        cell: ({ row, getValue }) => {
          const look = updateStateView(row.original.state, row.original.prereqFlag);
          return (
            <StatusBadge tone={look.tone} icon={look.icon} busy={look.busy}>
              {String(getValue())}
            </StatusBadge>
          );
        },
        meta: { label: t("state") },
      },
      {
        id: "changed",
        header: t("changed"),
        accessorFn: (update) => update.lastUpdateTime,
        cell: ({ row }) => <RelativeTime at={row.original.lastUpdateTime} />,
        meta: { label: t("changed"), csv: (update) => update.lastUpdateTime.toISOString() },
      },
      {
        id: "action",
        header: () => <span className="sr-only">{t("action")}</span>,
        enableSorting: false,
        cell: ({ row }) => (
          <RetrySite
            packageGuid={row.original.packageGuid}
            siteCode={siteCode}
            state={row.original.state}
            commands={commands}
          />
        ),
        meta: { label: t("action"), align: "end" },
      },
    ],
    [t, states, siteCode, commands],
  );
}

"use client";

import { ListChecks, ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { EmptyState } from "@/components/ui/empty-state";
import { AbsoluteTime, RelativeTime } from "@/components/ui/relative-time";
import type { SiteReplicationRow } from "@/lib/replication/model";
import type { SiteServicing, UpdateServicing } from "@/lib/updates/servicing/model";
import type { ServicingCommands } from "../update-commands";
import { updateStateView } from "../update-state-view";
import { ContentCell } from "./content-cell";
import { RetrySite } from "./retry-site";
import { SiteProgress, SiteStateBadge } from "./site-progress";

/** Site Servicing Status: how far the package is at each site, and what can be done about it there. */
export function SitesTab({
  servicing,
  commands,
  onOpenSteps,
}: {
  servicing: UpdateServicing;
  commands: ServicingCommands;
  /** Leads to the steps of one site. */
  onOpenSteps(siteCode: string): void;
}) {
  const t = useTranslations("servicing.sites");
  const columns = useSiteColumns(servicing, commands, onOpenSteps);
  return (
    <Card padded={false}>
      <DataTable
        label={t("label")}
        fileName="site-servicing-status"
        rows={servicing.sites}
        columns={columns}
        rowId={(site) => site.siteCode}
        initiallyHidden={HIDDEN_AT_FIRST}
        empty={<EmptyState icon={ListChecks} title={t("empty")} description={t("emptyWhy")} />}
      />
    </Card>
  );
}

const HIDDEN_AT_FIRST = ["numericState", "startedAt"] as const;

/** What holds each waiting transfer back: closed hours, or an installation that turned messaging off. */
function useWaits(packageGuid: string): ReadonlyMap<string, SiteReplicationRow["waitsFor"]> {
  const { data } = useLiveQuery("listReplication", { packageGuid });
  return useMemo(() => new Map(data?.map((row) => [row.siteCode, row.waitsFor])), [data]);
}

function useSiteColumns(
  servicing: UpdateServicing,
  commands: ServicingCommands,
  onOpenSteps: (siteCode: string) => void,
): DataTableColumn<SiteServicing>[] {
  const t = useTranslations("servicing.sites");
  const states = useTranslations("updates.states");
  const { packageGuid } = servicing;
  const [topLevel] = servicing.sites;
  const waitsFor = useWaits(packageGuid);
  return useMemo(
    () => [
      {
        id: "site",
        accessorFn: (row) => `${row.siteCode} – ${row.siteName}`,
        header: t("site"),
        enableHiding: false,
        meta: { label: t("site"), className: "sm:min-w-44" },
        cell: ({ row }) => (
          <>
            <p className="font-medium">
              {row.original.siteCode} – {row.original.siteName}
            </p>
            <p className="font-normal text-muted text-sm">{t(`types.${row.original.siteType}`)}</p>
            <p className="font-normal text-muted text-sm tabular-nums">{row.original.siteVersion}</p>
          </>
        ),
      },
      {
        id: "state",
        accessorFn: (row) => states(updateStateView(row.state, row.prereqFlag).key),
        header: t("state"),
        meta: { label: t("state") },
        cell: ({ row }) => (
          <div className="space-y-1.5 sm:w-72">
            <SiteStateBadge state={row.original.state} prereqFlag={row.original.prereqFlag} />
            <SiteProgress site={row.original} />
          </div>
        ),
      },
      {
        id: "numericState",
        accessorKey: "state",
        header: t("numericState"),
        meta: { label: t("numericState") },
        cell: ({ row }) => updateStateView(row.original.state).numeric,
      },
      {
        id: "content",
        accessorFn: (row) => row.replication?.bytesDone ?? 0,
        header: t("content"),
        meta: { label: t("content") },
        cell: ({ row }) => (
          <ContentCell
            packageGuid={packageGuid}
            site={row.original}
            topLevel={topLevel}
            waitsFor={waitsFor.get(row.original.siteCode) ?? null}
            validate={commands.validateContent}
          />
        ),
      },
      {
        id: "attempt",
        accessorKey: "siteInstallId",
        header: t("attempt"),
        enableGlobalFilter: false,
        meta: { label: t("attempt"), align: "end" },
        cell: ({ row }) => row.original.siteInstallId,
      },
      {
        id: "startedAt",
        accessorKey: "startedAt",
        header: t("startedAt"),
        enableGlobalFilter: false,
        meta: { label: t("startedAt"), className: "whitespace-nowrap" },
        cell: ({ row }) => (row.original.startedAt ? <AbsoluteTime at={row.original.startedAt} /> : "–"),
      },
      {
        id: "lastUpdateTime",
        accessorKey: "lastUpdateTime",
        header: t("lastUpdateTime"),
        enableGlobalFilter: false,
        meta: { label: t("lastUpdateTime"), className: "whitespace-nowrap" },
        cell: ({ row }) => <RelativeTime at={row.original.lastUpdateTime} />,
      },
      {
        id: "actions",
        header: () => <span className="sr-only">{t("actions")}</span>,
        enableSorting: false,
        enableHiding: false,
        meta: { label: t("actions"), align: "end" },
        cell: ({ row }) => (
          <div className="flex justify-end gap-1.5 max-sm:flex-wrap">
            <RetrySite
              packageGuid={packageGuid}
              siteCode={row.original.siteCode}
              state={row.original.state}
              commands={commands}
            />
            <Button
              size="sm"
              aria-label={t("stepsOf", { site: row.original.siteCode })}
              onClick={() => onOpenSteps(row.original.siteCode)}
            >
              <ScrollText aria-hidden />
              {t("steps")}
            </Button>
          </div>
        ),
      },
    ],
    [t, states, packageGuid, topLevel, waitsFor, commands, onOpenSteps],
  );
}

"use client";

import { ListChecks, RotateCcw, ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { EmptyState } from "@/components/ui/empty-state";
import { AbsoluteTime, RelativeTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import { useCommand } from "@/components/ui/use-command";
import type { SiteServicing, UpdateServicing } from "@/lib/updates/servicing/model";
import type { ServicingCommands } from "../update-commands";
import { updateStateView } from "../update-state-view";
import { SiteProgress, SiteStateBadge } from "./site-progress";
import { canRetrySite } from "./site-view";

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

const HIDDEN_AT_FIRST = ["numericState", "startedAt", "validated"] as const;

function useSiteColumns(
  servicing: UpdateServicing,
  commands: ServicingCommands,
  onOpenSteps: (siteCode: string) => void,
): DataTableColumn<SiteServicing>[] {
  const t = useTranslations("servicing.sites");
  const states = useTranslations("updates.states");
  const { packageGuid } = servicing;
  return useMemo(
    () => [
      {
        id: "site",
        accessorFn: (row) => `${row.siteCode} – ${row.siteName}`,
        header: t("site"),
        enableHiding: false,
        meta: { label: t("site"), className: "sm:min-w-40" },
        cell: ({ row }) => (
          <>
            <p className="font-medium">
              {row.original.siteCode} – {row.original.siteName}
            </p>
            <p className="font-normal text-muted text-sm">
              {t(`types.${row.original.siteType}`)} · {row.original.siteVersion}
            </p>
          </>
        ),
      },
      {
        id: "state",
        accessorFn: (row) => states(updateStateView(row.state).key),
        header: t("state"),
        meta: { label: t("state") },
        cell: ({ row }) => (
          <div className="space-y-1.5 sm:w-64">
            <SiteStateBadge state={row.original.state} />
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
        accessorFn: (row) => row.replication?.bytesTotal ?? 0,
        header: t("content"),
        meta: { label: t("content"), className: "sm:min-w-36" },
        cell: ({ row }) => <ContentCell site={row.original} />,
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
          <div className="flex flex-wrap justify-end gap-1.5">
            <RetrySite packageGuid={packageGuid} site={row.original} commands={commands} />
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
    [t, states, packageGuid, commands, onOpenSteps],
  );
}

/** What of the content is stored at the site, and when it was looked at last. */
function ContentCell({ site }: { site: SiteServicing }) {
  const t = useTranslations("servicing.sites");
  const sizes = useSizes();
  const { replication } = site;
  if (!replication) return <span className="text-muted">{t("noContent")}</span>;
  return (
    <div className="text-sm">
      <p>
        {t.has(`contentStates.${replication.state}`)
          ? t(`contentStates.${replication.state}`, { bytes: sizes.bytes(replication.bytesTotal) })
          : replication.state}
      </p>
      {replication.damagedPieces > 0 ? (
        <p className="text-danger">{t("damaged", { count: replication.damagedPieces })}</p>
      ) : null}
      {replication.validatedAt ? (
        <p className="text-muted">
          {t("validated")} <RelativeTime at={replication.validatedAt} />
        </p>
      ) : null}
    </div>
  );
}

/** *Retry* at one site: begins anew there only, and never ignores warnings (reference/updates.md §14). */
function RetrySite({
  packageGuid,
  site,
  commands,
}: {
  packageGuid: string;
  site: SiteServicing;
  commands: ServicingCommands;
}) {
  const t = useTranslations("servicing.sites");
  const denied = useDeniedReason()("updates.retry");
  const { run, pending } = useCommand(commands.retrySite, {
    success: t("retryDone", { site: site.siteCode }),
  });
  if (!canRetrySite(site.state)) return null;
  return (
    <Button
      size="sm"
      pending={pending}
      disabledReason={denied}
      aria-label={t("retryOf", { site: site.siteCode })}
      onClick={() => run({ packageGuid, siteCode: site.siteCode })}
    >
      {pending ? null : <RotateCcw aria-hidden />}
      {t("retry")}
    </Button>
  );
}

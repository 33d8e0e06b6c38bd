"use client";

import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { EmptyState } from "@/components/ui/empty-state";
import { useFailureText } from "@/components/ui/failure-message";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import type { SiteVersions } from "@/lib/overview/get-site-versions";
import type { SiteServicingRow } from "@/lib/updates/servicing/list-site-servicing";
import { MixedVersionBanner } from "../mixed-version-banner";
import { RetrySite } from "../servicing/retry-site";
import { SiteStateBadge } from "../servicing/site-progress";
import type { ServicingCommands } from "../update-commands";
import { updateStateView } from "../update-state-view";

/** Monitoring > Site Servicing Status: the update each site last had to do with, and how far it is there. */
export function SiteServicingView({
  initial,
  commands,
}: {
  initial: { sites: SiteServicingRow[]; versions: SiteVersions };
  commands: ServicingCommands;
}) {
  const t = useTranslations("updatesPage");
  const sites = useLiveQuery("listSiteServicing", {}, { initialData: initial.sites }).data ?? initial.sites;
  const versions =
    useLiveQuery("getSiteVersions", {}, { initialData: initial.versions }).data ?? initial.versions;
  return (
    <>
      <PageHeader
        title={t("sites.title")}
        description={t("sites.description")}
        breadcrumbs={[{ label: t("title"), href: "/updates" }]}
      />
      <MixedVersionBanner versions={versions} />
      <Card padded={false}>
        <DataTable
          label={t("sites.title")}
          fileName="site-servicing-status"
          rows={sites}
          columns={useColumns(commands)}
          rowId={(row) => row.siteCode}
          empty={<EmptyState icon={ListChecks} title={t("sites.empty")} description={t("sites.emptyWhy")} />}
        />
      </Card>
    </>
  );
}

function useColumns(commands: ServicingCommands): DataTableColumn<SiteServicingRow>[] {
  const t = useTranslations("servicing.sites");
  const page = useTranslations("updatesPage.sites");
  const states = useTranslations("updates.states");
  const failureText = useFailureText();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: "site",
        accessorFn: (row) => `${row.siteCode} – ${row.siteName}`,
        header: t("site"),
        enableHiding: false,
        meta: { label: t("site"), className: "sm:min-w-36" },
        cell: ({ row }) => (
          <>
            <p className="font-medium">
              {row.original.siteCode} – {row.original.siteName}
            </p>
            <p className="font-normal text-muted text-sm">{t(`types.${row.original.siteType}`)}</p>
          </>
        ),
      },
      {
        id: "version",
        accessorKey: "siteVersion",
        header: t("version"),
        meta: { label: t("version"), className: "whitespace-nowrap" },
        cell: ({ row }) => row.original.siteVersion,
      },
      {
        id: "package",
        accessorFn: (row) => row.package?.name ?? "",
        header: page("package"),
        meta: { label: page("package"), className: "sm:min-w-36" },
        cell: ({ row }) =>
          row.original.package ? (
            <Link
              href={`/updates/${row.original.package.packageGuid}?tab=status&site=${row.original.siteCode}`}
              className="rounded-sm text-accent-ink hover:underline"
            >
              {row.original.package.name}
            </Link>
          ) : (
            <span className="text-muted">{page("noPackage")}</span>
          ),
      },
      {
        id: "state",
        accessorFn: (row) =>
          row.package ? states(updateStateView(row.package.state, row.package.prereqFlag).key) : "",
        header: page("state"),
        meta: { label: page("state") },
        cell: ({ row: { original } }) =>
          original.package ? (
            <div className="space-y-1 sm:max-w-72">
              <SiteStateBadge state={original.package.state} prereqFlag={original.package.prereqFlag} />
              {original.package.error ? (
                <p className="wrap-anywhere text-danger text-sm">{failureText(original.package.error)}</p>
              ) : null}
            </div>
          ) : null,
      },
      {
        id: "attempt",
        accessorFn: (row) => row.package?.siteInstallId ?? 0,
        header: t("attempt"),
        enableGlobalFilter: false,
        meta: { label: t("attempt"), align: "end" },
        cell: ({ row }) => row.original.package?.siteInstallId ?? "–",
      },
      {
        id: "lastUpdateTime",
        accessorFn: (row) => row.package?.lastUpdateTime ?? null,
        header: t("lastUpdateTime"),
        enableGlobalFilter: false,
        meta: { label: t("lastUpdateTime") },
        cell: ({ row }) =>
          row.original.package ? <RelativeTime at={row.original.package.lastUpdateTime} /> : "–",
      },
      {
        id: "actions",
        header: () => <span className="sr-only">{t("actions")}</span>,
        enableSorting: false,
        enableHiding: false,
        meta: { label: t("actions"), align: "end" },
        cell: ({ row: { original } }) =>
          original.package ? (
            <RetrySite
              packageGuid={original.package.packageGuid}
              siteCode={original.siteCode}
              state={original.package.state}
              commands={commands}
            />
          ) : null,
      },
    ],
    [t, page, states, commands],
  );
}

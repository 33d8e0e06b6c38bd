"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { RoleBadge } from "../hierarchy/role-badge";
import { DataTable } from "../ui/data-table/data-table";
import type { DataTableColumn } from "../ui/data-table/types";
import { RelativeTime } from "../ui/relative-time";
import { ExecutiveBadge, executiveState } from "./executive-badge";

const hrefOf = ({ id }: SiteSystemServer) => `/hierarchy/servers/${id}`;

export function ServersTable({ servers }: { servers: readonly SiteSystemServer[] }) {
  const t = useTranslations("serversPage");
  const router = useRouter();
  return (
    <DataTable
      label={t("title")}
      fileName="site-system-servers"
      rows={servers}
      columns={useColumns()}
      rowId={(row) => row.id}
      onOpen={(row) => router.push(hrefOf(row))}
      empty={null}
    />
  );
}

function useColumns(): DataTableColumn<SiteSystemServer>[] {
  const t = useTranslations("serversPage");
  const roles = useTranslations("role.hierarchy.roles");
  return useMemo(
    () => [
      {
        id: "fqdn",
        accessorKey: "fqdn",
        header: t("columns.fqdn"),
        enableHiding: false,
        meta: { label: t("columns.fqdn"), className: "wrap-anywhere sm:min-w-48" },
        cell: ({ row: { original } }) => (
          <Link href={hrefOf(original)} className="rounded-sm font-medium text-accent-ink hover:underline">
            {original.fqdn}
          </Link>
        ),
      },
      {
        id: "site",
        accessorFn: ({ siteCode, siteName }) => `${siteCode} ${siteName}`,
        header: t("columns.site"),
        meta: { label: t("columns.site") },
        cell: ({ row: { original } }) => (
          <>
            <span className="font-mono">{original.siteCode}</span> {original.siteName}
          </>
        ),
      },
      {
        id: "roles",
        accessorFn: (row) => row.roles.map((role) => (roles.has(role) ? roles(role) : role)).join(", "),
        header: t("columns.roles"),
        meta: { label: t("columns.roles"), className: "sm:min-w-64" },
        cell: ({ row: { original } }) => (
          <span className="flex flex-wrap gap-1.5">
            {original.roles.map((role) => (
              <RoleBadge key={role} role={role} />
            ))}
          </span>
        ),
      },
      {
        id: "executive",
        accessorFn: (row) => t(`executive.${executiveState(row)}`),
        header: t("columns.executive"),
        meta: { label: t("columns.executive") },
        cell: ({ row: { original } }) => <ExecutiveBadge server={original} />,
      },
      {
        id: "version",
        accessorFn: ({ executive }) => executive?.version ?? "",
        header: t("columns.version"),
        meta: { label: t("columns.version") },
        cell: ({ getValue }) => getValue<string>(),
      },
      {
        id: "heartbeat",
        accessorFn: ({ executive }) => executive?.heartbeatAt ?? null,
        header: t("columns.heartbeat"),
        enableGlobalFilter: false,
        meta: { label: t("columns.heartbeat") },
        cell: ({ row: { original } }) =>
          original.executive ? <RelativeTime at={original.executive.heartbeatAt} /> : null,
      },
    ],
    [t, roles],
  );
}

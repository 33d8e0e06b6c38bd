"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { TenantRow } from "@/lib/azure-services/tenants/tenant-rows";
import { SecretExpiry } from "../azure-services/secret-expiry";
import { CopyButton } from "../ui/copy-button";
import { DataTable } from "../ui/data-table/data-table";
import type { DataTableColumn } from "../ui/data-table/types";
import { firstToRenew } from "./next-expiry";

export function TenantsTable({ tenants }: { tenants: readonly TenantRow[] }) {
  const t = useTranslations("tenantsPage");
  const router = useRouter();
  return (
    <DataTable
      label={t("title")}
      fileName="azure-ad-tenants"
      rows={tenants}
      columns={useColumns()}
      rowId={(row) => row.id}
      onOpen={(row) => router.push(`/tenants/${row.id}`)}
      empty={null}
    />
  );
}

function useColumns(): DataTableColumn<TenantRow>[] {
  const t = useTranslations("tenantsPage.columns");
  return useMemo(
    () => [
      {
        id: "name",
        accessorKey: "name",
        header: t("name"),
        enableHiding: false,
        meta: { label: t("name"), className: "sm:min-w-40" },
        cell: ({ row: { original } }) => (
          <Link
            href={`/tenants/${original.id}`}
            className="rounded-sm font-medium text-accent-ink hover:underline"
          >
            {original.name}
          </Link>
        ),
      },
      {
        id: "tenantId",
        accessorKey: "tenantId",
        header: t("tenantId"),
        meta: { label: t("tenantId") },
        cell: ({ row: { original } }) => (
          <span className="inline-flex items-center gap-1">
            <span className="wrap-anywhere font-mono text-sm">{original.tenantId}</span>
            <CopyButton text={original.tenantId} label={t("copyTenantId", { name: original.name })} />
          </span>
        ),
      },
      {
        id: "domain",
        accessorFn: (row) => row.domain ?? "",
        header: t("domain"),
        meta: { label: t("domain"), className: "wrap-anywhere" },
        cell: ({ getValue }) => getValue<string>(),
      },
      {
        id: "environment",
        accessorKey: "environmentName",
        header: t("environment"),
        meta: { label: t("environment") },
      },
      {
        id: "applications",
        accessorFn: (row) => row.applications.length,
        header: t("applications"),
        enableGlobalFilter: false,
        meta: { label: t("applications"), align: "end" },
        cell: ({ getValue }) => getValue<number>(),
      },
      {
        id: "expiry",
        accessorFn: (row) => firstToRenew(row.applications)?.expiresAt ?? null,
        header: t("expiry"),
        enableGlobalFilter: false,
        meta: { label: t("expiry"), className: "sm:min-w-44" },
        cell: ({ row: { original } }) => {
          const secret = firstToRenew(original.applications);
          return secret ? <SecretExpiry {...secret} /> : <span className="text-muted">{t("noSecret")}</span>;
        },
      },
    ],
    [t],
  );
}

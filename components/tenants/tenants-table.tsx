"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { TenantRow } from "@/lib/azure-services/tenants/tenant-rows";
import { CopyableId } from "../azure-services/copyable-id";
import { SecretExpiry } from "../azure-services/secret-expiry";
import { DataTable } from "../ui/data-table/data-table";
import { nameColumn } from "../ui/data-table/name-column";
import type { DataTableColumn } from "../ui/data-table/types";
import { firstToRenew } from "./next-expiry";

const hrefOf = ({ id }: TenantRow) => `/tenants/${id}`;

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
      onOpen={(row) => router.push(hrefOf(row))}
      empty={null}
    />
  );
}

function useColumns(): DataTableColumn<TenantRow>[] {
  const t = useTranslations("tenantsPage.columns");
  return useMemo(
    () => [
      nameColumn(t("name"), hrefOf),
      {
        id: "tenantId",
        accessorKey: "tenantId",
        header: t("tenantId"),
        meta: { label: t("tenantId") },
        cell: ({ row: { original } }) => (
          <CopyableId id={original.tenantId} copyLabel={t("copyTenantId", { name: original.name })} />
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

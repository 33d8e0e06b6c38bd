"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import { DataTable } from "../ui/data-table/data-table";
import { nameColumn } from "../ui/data-table/name-column";
import type { DataTableColumn } from "../ui/data-table/types";
import { RelativeTime } from "../ui/relative-time";
import { SecretExpiry } from "./secret-expiry";
import { ServiceStateBadge, useServiceReason } from "./service-state-badge";
import { TestButton } from "./test-button";

const hrefOf = ({ id }: ServiceRow) => `/azure-services/${id}`;

/** Not sorted here: the rows come worst first. */
export function ConnectionsTable({ services }: { services: readonly ServiceRow[] }) {
  const t = useTranslations("azureServicesPage");
  const router = useRouter();
  return (
    <DataTable
      label={t("title")}
      fileName="azure-services"
      rows={services}
      columns={useColumns()}
      rowId={(row) => row.id}
      onOpen={(row) => router.push(hrefOf(row))}
      initiallyHidden={["environment", "description"]}
      empty={null}
    />
  );
}

function useColumns(): DataTableColumn<ServiceRow>[] {
  const t = useTranslations("azureServicesPage.columns");
  const types = useTranslations("azureServicesPage.services");
  const states = useTranslations("azureServicesPage.states");
  const never = useTranslations("common")("never");
  const reason = useServiceReason();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the reason follows the language, as `t` does
  return useMemo(
    () => [
      nameColumn(t("name"), hrefOf),
      {
        id: "service",
        accessorFn: (row) => types(`${row.type}.name`),
        header: t("service"),
        meta: { label: t("service"), className: "sm:min-w-36" },
      },
      {
        id: "state",
        accessorFn: (row) => `${states(`${row.state}.title`)}: ${reason(row)}`,
        header: t("state"),
        meta: { label: t("state"), className: "sm:min-w-60 sm:max-w-md" },
        cell: ({ row: { original } }) => (
          <div className="space-y-1 max-sm:text-right">
            <ServiceStateBadge state={original.state} />
            <p className="wrap-anywhere text-muted text-sm">{reason(original)}</p>
          </div>
        ),
      },
      {
        id: "tenant",
        accessorFn: (row) => row.tenant.name,
        header: t("tenant"),
        meta: { label: t("tenant"), className: "sm:min-w-32" },
        cell: ({ row: { original } }) => (
          <Link
            href={`/tenants/${original.tenant.id}`}
            className="rounded-sm text-accent-ink hover:underline"
          >
            {original.tenant.name}
          </Link>
        ),
      },
      {
        id: "environment",
        accessorKey: "environmentName",
        header: t("environment"),
        meta: { label: t("environment") },
      },
      {
        id: "expiry",
        accessorFn: (row) => row.secretExpiresAt,
        header: t("expiry"),
        enableGlobalFilter: false,
        meta: { label: t("expiry"), className: "sm:min-w-36" },
        cell: ({ row: { original } }) =>
          original.secretExpiresAt ? <SecretExpiry expiresAt={original.secretExpiresAt} /> : null,
      },
      {
        id: "proof",
        accessorFn: (row) => row.proof?.at ?? null,
        header: t("proof"),
        enableGlobalFilter: false,
        meta: { label: t("proof"), className: "whitespace-nowrap" },
        cell: ({ row: { original } }) =>
          original.proof ? (
            <RelativeTime at={original.proof.at} />
          ) : (
            <span className="text-muted">{never}</span>
          ),
      },
      {
        id: "description",
        accessorKey: "description",
        header: t("description"),
        meta: { label: t("description") },
      },
      {
        id: "actions",
        header: () => <span className="sr-only">{t("actions")}</span>,
        enableSorting: false,
        enableHiding: false,
        meta: { label: t("actions"), align: "end", className: "sm:w-px sm:whitespace-nowrap" },
        cell: ({ row }) => <TestButton service={row.original} />,
      },
    ],
    [t, types, states, never],
  );
}

"use client";

import { ClipboardCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table/data-table";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { PrereqResult, UpdateServicing } from "@/lib/updates/servicing/model";
import { usePrereqText } from "./prereq-text";

type Row = PrereqResult & { siteCode: string };

const TONES = { passed: "success", warning: "warning", error: "danger" } as const;
const WORST_FIRST = { error: 0, warning: 1, passed: 2 } as const;

/** What each rule of the prerequisite check found at each site, what it means, and where the cure is. */
export function PrerequisitesTab({ servicing }: { servicing: UpdateServicing }) {
  const t = useTranslations("servicing.prereqs");
  const [shown, setShown] = useAddressParam("results", "open");
  const [site, setSite] = useAddressParam("site");
  const all = servicing.sites.flatMap((one) =>
    one.prereqs.map((result): Row => ({ ...result, siteCode: one.siteCode })),
  );
  const open = all.filter((row) => row.result !== "passed");
  const rows = (shown === "all" ? all : open)
    .filter((row) => !site || row.siteCode === site)
    .sort((a, b) => WORST_FIRST[a.result] - WORST_FIRST[b.result]);
  const columns = usePrereqColumns();
  if (all.length === 0) {
    return (
      <Card>
        <EmptyState icon={ClipboardCheck} title={t("none")} description={t("noneWhy")} />
      </Card>
    );
  }
  const filters = (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <select
        aria-label={t("show")}
        className="field-control w-auto"
        value={shown}
        onChange={(event) => setShown(event.target.value)}
      >
        <option value="open">{t("onlyOpen", { count: open.length })}</option>
        <option value="all">{t("allResults", { count: all.length })}</option>
      </select>
      <select
        aria-label={t("site")}
        className="field-control w-auto"
        value={site}
        onChange={(event) => setSite(event.target.value)}
      >
        <option value="">{t("allSites")}</option>
        {servicing.sites.map(({ siteCode, siteName }) => (
          <option key={siteCode} value={siteCode}>
            {siteCode} – {siteName}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <Card padded={false}>
      {rows.length === 0 ? (
        <>
          <div className="border-line border-b px-4 py-2.5">{filters}</div>
          <EmptyState icon={ClipboardCheck} title={t("allPassed")} description={t("allPassedText")} />
        </>
      ) : (
        <DataTable
          label={t("label")}
          fileName="prerequisite-check"
          rows={rows}
          columns={columns}
          rowId={(row) => `${row.siteCode} ${row.rule}`}
          toolbar={filters}
          empty={null}
        />
      )}
    </Card>
  );
}

function usePrereqColumns(): DataTableColumn<Row>[] {
  const t = useTranslations("servicing.prereqs");
  const text = usePrereqText();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: "rule",
        accessorFn: (row) => text(row).name,
        header: t("rule"),
        enableHiding: false,
        meta: { label: t("rule"), className: "sm:min-w-56" },
        cell: ({ row }) => <span className="font-medium">{text(row.original).name}</span>,
      },
      {
        id: "result",
        accessorFn: (row) => t(`results.${row.result}`),
        header: t("result"),
        meta: { label: t("result"), className: "whitespace-nowrap" },
        cell: ({ row }) => (
          <StatusBadge tone={TONES[row.original.result]}>{t(`results.${row.original.result}`)}</StatusBadge>
        ),
      },
      {
        id: "site",
        accessorKey: "siteCode",
        header: t("site"),
        meta: { label: t("site") },
        cell: ({ row }) => row.original.siteCode,
      },
      {
        id: "explanation",
        accessorFn: (row) => [text(row).explanation, text(row).cure].filter(Boolean).join(" "),
        header: t("explanation"),
        meta: { label: t("explanation"), className: "sm:min-w-64 sm:max-w-xl" },
        cell: ({ row }) => (
          <div className="max-sm:text-left">
            {text(row.original).explanation} <span className="text-muted">{text(row.original).cure}</span>{" "}
            {row.original.result !== "passed" && row.original.link ? (
              <Link
                href={row.original.link}
                className="whitespace-nowrap text-accent-ink underline underline-offset-2"
              >
                {t("cure")}
              </Link>
            ) : null}
          </div>
        ),
      },
      {
        id: "checkedAt",
        accessorKey: "checkedAt",
        header: t("checkedAt"),
        enableGlobalFilter: false,
        meta: { label: t("checkedAt"), className: "whitespace-nowrap" },
        cell: ({ row }) => <RelativeTime at={row.original.checkedAt} />,
      },
    ],
    [t],
  );
}

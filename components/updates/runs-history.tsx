"use client";

import { Download, History } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useDeferredValue, useMemo, useState } from "react";
import { askLiveQuery, useLiveQuery } from "@/components/live/use-live-query";
import { Button, IconButton } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table/data-table";
import { saveCsv } from "@/components/ui/data-table/save-csv";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { EmptyState } from "@/components/ui/empty-state";
import { useAddressParam } from "@/components/ui/use-address-param";
import { useCommand } from "@/components/ui/use-command";
import { type CsvCell, toCsv } from "@/lib/csv";
import { ok } from "@/lib/result";
import type { ServicingHistory, ServicingHistoryRow } from "@/lib/updates/servicing/list-servicing-history";
import { useRunColumns } from "./servicing/run-columns";

/** Rows of one page, asked of the server. */
export const HISTORY_PAGE_ROWS = 100;
/** As many as the server gives at once. */
const EXPORT_PAGE_ROWS = 200;

type Key = NonNullable<ServicingHistory["next"]>;

/** Every run of every package, by pages that the server makes: five years are no more to load than a day. */
export function RunsHistory({ initial }: { initial: ServicingHistory }) {
  const t = useTranslations("servicing.history");
  const [search, setSearch] = useAddressParam("search");
  const asked = useDeferredValue(search.trim());
  // The keys of the pages already turned: the way back.
  const [turned, setTurned] = useState<Key[]>([]);
  const after = turned.at(-1);
  const { data } = useLiveQuery(
    "listServicingHistory",
    {
      limit: HISTORY_PAGE_ROWS,
      ...(asked ? { search: asked } : {}),
      ...(after ? { after: toJson(after) } : {}),
    },
    { initialData: asked || after ? undefined : initial },
  );
  const columns = useHistoryColumns();
  const exporting = useCommand(async (search: string) =>
    ok(saveCsv("servicing-history", asCsv(columns, await allRows(search)))),
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
        <input
          type="search"
          className="field-control ml-auto max-w-72"
          placeholder={t("search")}
          aria-label={t("search")}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setTurned([]);
          }}
        />
        <IconButton label={t("export")} pending={exporting.pending} onClick={() => exporting.run(asked)}>
          {exporting.pending ? null : <Download aria-hidden />}
        </IconButton>
      </div>
      {data ? (
        <DataTable
          plain
          label={t("label")}
          rows={data.rows}
          columns={columns}
          rowId={(row) => row.id}
          pageSize={HISTORY_PAGE_ROWS}
          empty={<EmptyState icon={History} title={t(asked ? "emptyFiltered" : "empty")} />}
        />
      ) : (
        <p className="px-4 py-6 text-muted">{t("loading")}</p>
      )}
      <nav aria-label={t("pages")} className="flex justify-end gap-2 px-4 py-2 empty:hidden">
        {turned.length > 0 ? (
          <Button size="sm" onClick={() => setTurned(turned.slice(0, -1))}>
            {t("newer")}
          </Button>
        ) : null}
        {data?.next ? (
          <Button
            size="sm"
            onClick={() => {
              if (data.next) setTurned([...turned, data.next]);
            }}
          >
            {t("older")}
          </Button>
        ) : null}
      </nav>
    </>
  );
}

/** Every row that matches, on whatever page: a file of one page would look like all there is. */
async function allRows(search: string): Promise<ServicingHistoryRow[]> {
  const rows: ServicingHistoryRow[] = [];
  const { signal } = new AbortController();
  let after: Key | null = null;
  do {
    const page: ServicingHistory = await askLiveQuery(
      "listServicingHistory",
      {
        limit: EXPORT_PAGE_ROWS,
        ...(search ? { search } : {}),
        ...(after ? { after: toJson(after) } : {}),
      },
      signal,
    );
    rows.push(...page.rows);
    after = page.next;
  } while (after);
  return rows;
}

/** Live queries are asked in plain JSON. */
const toJson = ({ requestedAt, id }: Key) => ({ requestedAt: requestedAt.toISOString(), id });

function useHistoryColumns(): DataTableColumn<ServicingHistoryRow>[] {
  const t = useTranslations("servicing.history");
  const runs = useRunColumns<ServicingHistoryRow>();
  return useMemo(
    () => [
      {
        id: "package",
        accessorKey: "name",
        header: t("package"),
        enableHiding: false,
        enableSorting: false,
        meta: { label: t("package"), className: "sm:min-w-44" },
        cell: ({ row }) => (
          <Link
            href={`/updates/${row.original.packageGuid}?tab=runs`}
            className="rounded-sm font-medium text-accent-ink hover:underline"
          >
            {row.original.name}
          </Link>
        ),
      },
      // Sorting one page of many would order what happens to lie on it.
      ...runs.map((column) => ({ ...column, enableSorting: false })),
    ],
    [t, runs],
  );
}

/** What is shown, as the columns name it. */
function asCsv(
  columns: readonly DataTableColumn<ServicingHistoryRow>[],
  rows: readonly ServicingHistoryRow[],
): string {
  const cell = (column: DataTableColumn<ServicingHistoryRow>, row: ServicingHistoryRow) => {
    if ("accessorFn" in column) return column.accessorFn(row, 0) as CsvCell;
    return "accessorKey" in column ? (row[column.accessorKey as keyof ServicingHistoryRow] as CsvCell) : "";
  };
  return toCsv(
    columns.map((column) => column.meta.label),
    rows.map((row) => columns.map((column) => cell(column, row))),
  );
}

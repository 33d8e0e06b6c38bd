"use client";

import {
  getCoreRowModel,
  getFilteredRowModel,
  getPaginationRowModel,
  getSortedRowModel,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { SearchX } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "../button";
import { EmptyState } from "../empty-state";
import { compareValues } from "./compare-values";
import { PagedRows } from "./paged-rows";
import { DataTablePager } from "./pager";
import { DataTableToolbar } from "./toolbar";
import type { DataTableProps } from "./types";
import { VirtualRows } from "./virtual-rows";

/** From here on only the visible rows are in the document, and scrolling takes the place of pages. */
const VIRTUAL_ABOVE_ROWS = 1_000;

/**
 * A table that sorts, searches, hides columns, pages, exports and can be walked by arrow keys. Below 640 px each
 * row is a card with the column's names beside the values.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, rowId, initialSort, initiallyHidden = [], pageSize = 25, plain = false } = props;
  const t = useTranslations("common.table");
  const locale = useLocale();
  const [sorting, setSorting] = useState<SortingState>(initialSort ? [initialSort] : []);
  const [search, setSearch] = useState("");
  const [columnVisibility, setColumnVisibility] = useState(() =>
    Object.fromEntries(initiallyHidden.map((id) => [id, false])),
  );
  const collator = useMemo(() => new Intl.Collator(locale, { numeric: true }), [locale]);
  const virtual = rows.length > VIRTUAL_ABOVE_ROWS;
  const table = useReactTable<Row>({
    data: rows as Row[],
    columns: columns as DataTableProps<Row>["columns"][number][],
    getRowId: rowId,
    state: { sorting, globalFilter: search, columnVisibility },
    initialState: { pagination: { pageSize } },
    onSortingChange: setSorting,
    onGlobalFilterChange: setSearch,
    onColumnVisibilityChange: setColumnVisibility,
    defaultColumn: {
      // Words are ordered as the reader's language orders them, and 10 comes after 9.
      sortingFn: (a, b, id) => compareValues(collator, a.getValue(id), b.getValue(id)),
    },
    globalFilterFn: "includesString",
    getColumnCanGlobalFilter: (column) => column.accessorFn !== undefined,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    ...(virtual ? {} : { getPaginationRowModel: getPaginationRowModel() }),
    // Live data must not throw the reader back to page 1.
    autoResetPageIndex: false,
  });

  if (rows.length === 0) return <>{props.empty}</>;
  const found = table.getFilteredRowModel().rows.length;
  return (
    <div>
      {plain ? null : (
        <DataTableToolbar
          table={table}
          label={props.label}
          fileName={props.fileName ?? props.label}
          search={search}
          onSearch={(text) => {
            setSearch(text);
            table.setPageIndex(0);
          }}
          start={props.toolbar}
        />
      )}
      <p role="status" className="sr-only">
        {search ? t("found", { count: found }) : ""}
      </p>
      {found === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t("nothingFound")}
          description={t("nothingFoundHint", { search })}
          action={<Button onClick={() => setSearch("")}>{t("clearSearch")}</Button>}
        />
      ) : virtual ? (
        <VirtualRows table={table} label={props.label} onOpen={props.onOpen} />
      ) : (
        <PagedRows table={table} label={props.label} onOpen={props.onOpen} />
      )}
      {virtual || found <= pageSize ? null : <DataTablePager table={table} />}
    </div>
  );
}

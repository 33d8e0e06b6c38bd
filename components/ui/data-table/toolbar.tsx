"use client";

import type { Table } from "@tanstack/react-table";
import { Download, Search, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type CsvCell, toCsv } from "@/lib/csv";
import { Button, IconButton } from "../button";
import { Menu, MenuCheckboxItem, MenuLabel, MenuRadioGroup, MenuSeparator } from "../menu";
import { saveCsv } from "./save-csv";

export function DataTableToolbar<Row>({
  table,
  label,
  fileName,
  search,
  onSearch,
  start,
}: {
  table: Table<Row>;
  label: string;
  fileName: string;
  search: string;
  onSearch(text: string): void;
  start?: ReactNode;
}) {
  const t = useTranslations("common.table");
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
      {start}
      <div className="relative ml-auto min-w-40 max-w-64 flex-1">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
        <input
          type="search"
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          placeholder={t("search")}
          aria-label={t("searchIn", { table: label })}
          className="field-control pl-8"
        />
      </div>
      <ViewMenu table={table} />
      <IconButton label={t("export")} onClick={() => saveCsv(fileName, exported(table))}>
        <Download aria-hidden />
      </IconButton>
    </div>
  );
}

/** Sorting (for cards, which have no header) and which columns are shown. */
function ViewMenu<Row>({ table }: { table: Table<Row> }) {
  const t = useTranslations("common.table");
  const sort = table.getState().sorting[0];
  const named = table.getAllLeafColumns().filter((column) => column.columnDef.meta);
  return (
    <Menu
      label={t("view")}
      trigger={
        <Button variant="ghost">
          <SlidersHorizontal aria-hidden />
          {t("view")}
        </Button>
      }
    >
      <MenuLabel>{t("sortBy")}</MenuLabel>
      <MenuRadioGroup
        value={sort?.id ?? ""}
        onChange={(id) => table.setSorting([{ id, desc: false }])}
        options={named
          .filter((column) => column.getCanSort())
          .map((column) => ({ value: column.id, label: column.columnDef.meta?.label }))}
      />
      {sort ? (
        <MenuCheckboxItem checked={sort.desc} onChange={(desc) => table.setSorting([{ id: sort.id, desc }])}>
          {t("descending")}
        </MenuCheckboxItem>
      ) : null}
      <MenuSeparator />
      <MenuLabel>{t("columns")}</MenuLabel>
      {named
        .filter((column) => column.getCanHide())
        .map((column) => (
          <MenuCheckboxItem
            key={column.id}
            checked={column.getIsVisible()}
            onChange={(visible) => column.toggleVisibility(visible)}
          >
            {column.columnDef.meta?.label}
          </MenuCheckboxItem>
        ))}
    </Menu>
  );
}

/** The rows as found and sorted, with the visible columns that have a value. */
function exported<Row>(table: Table<Row>): string {
  const columns = table
    .getVisibleLeafColumns()
    .filter((column) => column.columnDef.meta && (column.accessorFn || column.columnDef.meta.csv));
  const rows = table
    .getSortedRowModel()
    .rows.map((row) =>
      columns.map(
        (column): CsvCell =>
          column.columnDef.meta?.csv?.(row.original) ?? (row.getValue(column.id) as CsvCell),
      ),
    );
  return toCsv(
    columns.map((column) => column.columnDef.meta?.label ?? column.id),
    rows,
  );
}

"use client";

import type { Table } from "@tanstack/react-table";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "../button";

export function DataTablePager<Row>({ table }: { table: Table<Row> }) {
  const t = useTranslations("common.table");
  const { pageIndex, pageSize } = table.getState().pagination;
  const total = table.getFilteredRowModel().rows.length;
  const first = pageIndex * pageSize + 1;
  return (
    <nav
      aria-label={t("pages")}
      className="flex items-center justify-between gap-4 border-line border-t px-4 py-2"
    >
      <p className="text-muted text-sm tabular-nums">
        {t("range", { first, last: Math.min(total, first + pageSize - 1), total })}
      </p>
      <div className="flex gap-1">
        <IconButton
          label={t("previousPage")}
          disabled={!table.getCanPreviousPage()}
          onClick={() => table.previousPage()}
        >
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton label={t("nextPage")} disabled={!table.getCanNextPage()} onClick={() => table.nextPage()}>
          <ChevronRight aria-hidden />
        </IconButton>
      </div>
    </nav>
  );
}

import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import messages from "@/lib/i18n/messages/en";
import { TooltipProvider } from "../tooltip";
import { DataTable } from "./data-table";
import type { DataTableColumn } from "./types";

interface Row {
  name: string;
}

const COLUMNS: DataTableColumn<Row>[] = [
  { id: "name", accessorKey: "name", header: "Name", meta: { label: "Name" } },
];

function markupOf(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => ({ name: `row ${i}` }));
  const table = createElement(DataTable<Row>, {
    label: "Rows",
    rows,
    columns: COLUMNS,
    rowId: (row) => row.name,
    empty: null,
  });
  const inside = { children: table };
  const page = {
    locale: "en",
    messages,
    timeZone: "UTC",
    children: createElement(TooltipProvider, inside),
  };
  return renderToString(createElement(NextIntlClientProvider, page));
}

const drawnRows = (markup: string) => markup.match(/data-row-index/g)?.length ?? 0;

test("a few hundred rows come in pages of 25", () => {
  expect(drawnRows(markupOf(400))).toBe(25);
});

test("5,000 rows are told to a screen reader, and at most those in sight are drawn", () => {
  const markup = markupOf(5_000);
  expect(markup).toContain('aria-rowcount="5001"');
  expect(drawnRows(markup)).toBeLessThan(50);
});

import type { ColumnDef, RowData } from "@tanstack/react-table";
import type { ReactNode } from "react";
import type { CsvCell } from "@/lib/csv";

declare module "@tanstack/react-table" {
  // The parameters must repeat the library's declaration, whether used or not.
  interface ColumnMeta<TData extends RowData, TValue> {
    /** The column's name in the view menu, on cards and in the exported file. */
    label: string;
    align?: "end";
    /** Text of the cell in the exported file, when it is not the accessor's value. */
    csv?(row: TData): CsvCell;
    /** Cell classes, e.g. a width. */
    className?: string;
    /** Keeps the type parameter in use. */
    readonly __value?: TValue;
  }
}

export type DataTableColumn<Row> = ColumnDef<Row, unknown> & {
  meta: NonNullable<ColumnDef<Row, unknown>["meta"]>;
};

export interface DataTableProps<Row> {
  /** Name of the table for assistive technology. */
  label: string;
  /** Name of the exported file without its ending, the same in every language; the label if left out. */
  fileName?: string;
  rows: readonly Row[];
  /** Must be stable between renders (module constant or `useMemo`); the first column is the row's title on a card. */
  columns: readonly DataTableColumn<Row>[];
  rowId(row: Row): string;
  initialSort?: { id: string; desc: boolean };
  /** Columns that are hidden until switched on. */
  initiallyHidden?: readonly string[];
  /** Enter on a focused row, or a click on it. The first cell should still hold a real link or button. */
  onOpen?(row: Row): void;
  /** Shown instead of the rows when there are none at all. */
  empty: ReactNode;
  /** Filters or buttons at the left of the search. */
  toolbar?: ReactNode;
  pageSize?: number;
  /** Tables of a handful of rows need no search and no view menu. */
  plain?: boolean;
}

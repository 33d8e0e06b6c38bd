"use client";

import { flexRender, type Header, type Row as TableRow } from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { KeyboardEvent, MouseEvent } from "react";
import { cn } from "../cn";

const SORT_ICON = { asc: ArrowUp, desc: ArrowDown } as const;
const ARIA_SORT = { asc: "ascending", desc: "descending" } as const;

export function HeaderCell<Row>({ header }: { header: Header<Row, unknown> }) {
  const { column } = header;
  const sorted = column.getIsSorted();
  const Icon = sorted ? SORT_ICON[sorted] : ChevronsUpDown;
  const content = flexRender(column.columnDef.header, header.getContext());
  return (
    <th
      scope="col"
      aria-sort={sorted ? ARIA_SORT[sorted] : undefined}
      className={cn(
        "whitespace-nowrap border-line border-b bg-surface px-3 py-1.5 text-left font-medium text-muted text-sm first:pl-4 last:pr-4",
        column.columnDef.meta?.align === "end" && "text-right",
      )}
    >
      {column.getCanSort() ? (
        <button
          type="button"
          onClick={column.getToggleSortingHandler()}
          className={cn(
            "-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink",
            sorted && "text-ink",
          )}
        >
          {content}
          <Icon aria-hidden className={cn("size-3.5", !sorted && "text-faint")} />
        </button>
      ) : (
        content
      )}
    </th>
  );
}

interface BodyRowProps<Row> {
  row: TableRow<Row>;
  /** The one row that Tab reaches; the arrow keys move on from there. */
  tabStop: boolean;
  onOpen?(row: Row): void;
  /** For virtual rows: the row's place in the whole table, counted from 1 with the header. */
  ariaRowIndex?: number;
}

export function BodyRow<Row>({ row, tabStop, onOpen, ariaRowIndex }: BodyRowProps<Row>) {
  const open = onOpen && (() => onOpen(row.original));
  return (
    <tr
      tabIndex={open ? (tabStop ? 0 : -1) : undefined}
      aria-rowindex={ariaRowIndex}
      data-row-index={row.index}
      onClick={open && ((event) => !isInteractive(event) && open())}
      onKeyDown={open && ((event) => moveOrOpen(event, open))}
      className={cn(
        "block border-line border-b px-4 py-3 last:border-b-0 sm:table-row sm:p-0",
        "focus-visible:outline-offset-[-2px]",
        open && "cursor-pointer hover:bg-hover",
      )}
    >
      {row.getVisibleCells().map((cell, index) => {
        const meta = cell.column.columnDef.meta;
        return (
          <td
            key={cell.id}
            data-label={index > 0 ? meta?.label : undefined}
            className={cn(
              "flex items-baseline justify-between gap-4 py-0.5 align-middle tabular-nums sm:table-cell sm:px-3 sm:py-2 sm:first:pl-4 sm:last:pr-4",
              "max-sm:has-[>div:empty]:hidden max-sm:before:shrink-0 max-sm:before:text-muted max-sm:before:text-sm max-sm:before:content-[attr(data-label)]",
              index === 0 && "max-sm:font-semibold max-sm:before:hidden",
              meta?.align === "end" && "sm:text-right",
              meta?.className,
            )}
          >
            <div className={cn("min-w-0 max-sm:break-words", index > 0 && "max-sm:text-right")}>
              {flexRender(cell.column.columnDef.cell, cell.getContext())}
            </div>
          </td>
        );
      })}
    </tr>
  );
}

const isInteractive = (event: MouseEvent) =>
  event.target instanceof Element &&
  event.target.closest("a, button, input, select, [role=menuitem]") !== null;

function moveOrOpen(event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  const row = event.currentTarget;
  // Keys pressed in a link or button of the row belong to that.
  if (event.target !== row) return;
  if (event.key === "Enter") {
    open();
    return;
  }
  const target = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement?.querySelector("tr[tabindex]"),
    End: [...(row.parentElement?.querySelectorAll("tr[tabindex]") ?? [])].at(-1),
  }[event.key];
  if (!(target instanceof HTMLElement) || !target.hasAttribute("tabindex")) return;
  event.preventDefault();
  target.focus();
}

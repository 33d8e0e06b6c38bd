"use client";

import type { Table } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { BodyRow, HeaderCell } from "./rows";

const ESTIMATED_ROW_PX = 41;

interface RowsProps<Row> {
  table: Table<Row>;
  label: string;
  onOpen?(row: Row): void;
}

/** Thousands of rows in a scrolling box: only those in sight are drawn, two spacers stand for the others. */
export function VirtualRows<Row>({ table, label, onOpen }: RowsProps<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const rows = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ESTIMATED_ROW_PX,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={box}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative max-h-[70dvh] overflow-auto"
    >
      <table
        aria-label={label}
        aria-rowcount={rows.length + 1}
        className="block w-full border-separate border-spacing-0 sm:table"
      >
        <thead className="sticky top-0 z-10 hidden sm:table-header-group">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => (
                <HeaderCell key={header.id} header={header} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody className="block sm:table-row-group sm:[&>tr>td]:border-line sm:[&>tr>td]:border-b">
          <Spacer height={before} />
          {items.map((item, index) => {
            const row = rows[item.index];
            return row ? (
              <BodyRow
                key={row.id}
                row={row}
                tabStop={index === 0}
                onOpen={onOpen}
                ariaRowIndex={item.index + 2}
              />
            ) : null;
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </section>
  );
}

const Spacer = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr aria-hidden className="block sm:table-row">
      <td style={{ height }} />
    </tr>
  ) : null;

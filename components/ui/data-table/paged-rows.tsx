"use client";

import type { Table } from "@tanstack/react-table";
import { BodyRow, HeaderCell } from "./rows";

interface RowsProps<Row> {
  table: Table<Row>;
  label: string;
  onOpen?(row: Row): void;
}

export function PagedRows<Row>({ table, label, onOpen }: RowsProps<Row>) {
  return (
    <div className="relative sm:overflow-x-auto">
      <table aria-label={label} className="block w-full border-separate border-spacing-0 sm:table">
        <thead className="hidden sm:table-header-group">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <HeaderCell key={header.id} header={header} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody className="block sm:table-row-group sm:[&>tr:not(:last-child)>td]:border-line sm:[&>tr:not(:last-child)>td]:border-b">
          {table.getRowModel().rows.map((row, index) => (
            <BodyRow key={row.id} row={row} tabStop={index === 0} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

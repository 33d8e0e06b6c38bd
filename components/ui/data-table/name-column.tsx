import Link from "next/link";
import type { DataTableColumn } from "./types";

/** The first column of a table whose rows have a page of their own: the name leads there. */
export function nameColumn<Row extends { name: string }>(
  header: string,
  hrefOf: (row: Row) => string,
): DataTableColumn<Row> {
  return {
    id: "name",
    accessorFn: ({ name }) => name,
    header,
    enableHiding: false,
    meta: { label: header, className: "sm:min-w-44" },
    cell: ({ row: { original } }) => (
      <Link href={hrefOf(original)} className="rounded-sm font-medium text-accent-ink hover:underline">
        {original.name}
      </Link>
    ),
  };
}

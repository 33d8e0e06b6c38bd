"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { Card } from "../ui/card";
import { DataTable } from "../ui/data-table/data-table";
import type { DataTableColumn } from "../ui/data-table/types";
import { EmptyState } from "../ui/empty-state";
import { chipText } from "./flow-node-box";
import type { FlowEdgeView, FlowNodeView } from "./flow-view-model";

interface FlowTableProps {
  nodes: readonly FlowNodeView[];
  edges: readonly FlowEdgeView[];
  label: string;
  sectionTitle(section: string): string;
  onSelect(id: string): void;
}

/** All that the diagram says, as a table: for screen readers, for searching and for a file. */
export function FlowTable({ nodes, edges, label, sectionTitle, onSelect }: FlowTableProps) {
  const t = useTranslations("flow.table");
  const columns = useColumns({ nodes, edges, sectionTitle, onSelect });
  return (
    <Card padded={false}>
      <DataTable
        label={label}
        fileName="flow"
        rows={nodes}
        columns={columns}
        rowId={(node) => node.id}
        onOpen={(node) => onSelect(node.id)}
        empty={<EmptyState title={t("empty")} />}
      />
    </Card>
  );
}

function useColumns({
  nodes,
  edges,
  sectionTitle,
  onSelect,
}: Omit<FlowTableProps, "label">): DataTableColumn<FlowNodeView>[] {
  const t = useTranslations("flow.table");
  const format = useFormatter();
  return useMemo(() => {
    const numbers = new Map(nodes.map((node) => [node.id, node.number]));
    const next = (node: FlowNodeView) =>
      format.list(
        edges
          .filter((edge) => edge.from === node.id)
          .map((edge) => {
            const number = numbers.get(edge.to) ?? 0;
            return edge.label ? t("nextWhen", { answer: edge.label, number }) : String(number);
          }),
        { type: "disjunction" },
      );
    return [
      {
        id: "step",
        header: t("step"),
        accessorFn: (node) => node.title,
        sortingFn: (a, b) => a.original.number - b.original.number,
        cell: ({ row: { original: node } }) => (
          <button
            type="button"
            onClick={() => onSelect(node.id)}
            className="rounded-sm text-left text-accent-ink hover:underline"
          >
            {node.number}. {node.title}
          </button>
        ),
        meta: { label: t("step") },
      },
      {
        id: "section",
        header: t("place"),
        accessorFn: (node) => sectionTitle(node.section),
        meta: { label: t("place") },
      },
      {
        id: "component",
        header: t("component"),
        accessorFn: (node) => [node.component, node.logFile].filter(Boolean).join(", "),
        cell: ({ row: { original: node } }) => (
          <div className="font-mono text-sm max-sm:wrap-anywhere">
            {node.component ? <p>{node.component}</p> : null}
            {node.logFile ? <p className="text-muted">{node.logFile}</p> : null}
          </div>
        ),
        meta: { label: t("component") },
      },
      {
        id: "line",
        header: t("line"),
        accessorFn: (node) =>
          node.chips.flatMap(({ line }) => line?.message ?? []).join("\n") || (node.logLine ?? ""),
        cell: ({ row }) => <Lines node={row.original} />,
        meta: { label: t("line"), className: "sm:min-w-72 sm:max-w-md" },
      },
      { id: "next", header: t("next"), accessorFn: next, meta: { label: t("next") } },
      {
        id: "packages",
        header: t("packages"),
        accessorFn: (node) => node.chips.map(chipText).join("\n"),
        cell: ({ row }) => (
          <div className="empty:hidden">
            {row.original.chips.map((chip) => (
              <p key={chip.key}>{chipText(chip)}</p>
            ))}
          </div>
        ),
        meta: { label: t("packages") },
      },
    ];
  }, [nodes, edges, sectionTitle, onSelect, t, format]);
}

/** The newest line about each package that is here; else, paler, the line that ends the step. */
function Lines({ node }: { node: FlowNodeView }) {
  const said = node.chips.filter((chip) => chip.line !== null);
  return (
    <div className="wrap-anywhere font-mono text-sm empty:hidden">
      {said.length === 0 && node.logLine ? <p className="text-faint">{node.logLine}</p> : null}
      {said.map(({ key, line }) =>
        line ? (
          <p key={key}>
            <Link href={line.href} className="rounded-sm hover:text-accent-ink hover:underline">
              {line.message}
            </Link>
          </p>
        ) : null,
      )}
    </div>
  );
}

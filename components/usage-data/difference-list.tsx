"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useMemo, useState } from "react";
import type { DocumentDifference, ItemDifference } from "@/lib/usage-data/compare-documents";
import type { ValueChange } from "@/lib/usage-data/compare-values";
import { Badge, type Tone } from "../ui/badge";
import { DataTable } from "../ui/data-table/data-table";
import type { DataTableColumn } from "../ui/data-table/types";
import { LevelBadge } from "./badges";
import { useCatalogue } from "./catalogue";
import { pathText } from "./path-text";

const KIND_TONES = { added: "success", removed: "danger", changed: "warning" } as const satisfies Record<
  ValueChange["kind"],
  Tone
>;

const KINDS = Object.keys(KIND_TONES) as ValueChange["kind"][];

/** Items that differ; each opens to the places where it does. */
export function DifferenceList({ difference }: { difference: DocumentDifference }) {
  const t = useTranslations("usageDataPage.compare");
  const { items } = useCatalogue();
  const titles = useMemo(() => new Map(items.map(({ id, title }) => [id, title])), [items]);
  const count = (kind: ValueChange["kind"]) => difference.items.filter((item) => item.kind === kind).length;
  return (
    <>
      <p role="status" className="flex flex-wrap items-center gap-2 border-line border-t px-4 py-2.5">
        <span className="font-semibold">{t("differing", { count: difference.items.length })}</span>
        {KINDS.filter((kind) => count(kind) > 0).map((kind) => (
          <Badge key={kind} tone={KIND_TONES[kind]}>
            {t(`counts.${kind}`, { count: count(kind) })}
          </Badge>
        ))}
        <span className="text-muted">{t("same", { count: difference.same })}</span>
      </p>
      <ul className="divide-y divide-line border-line border-t">
        {difference.items.map((item) => (
          <Item key={item.id} item={item} title={titles.get(item.id) ?? ""} />
        ))}
      </ul>
    </>
  );
}

function Item({ item, title }: { item: ItemDifference; title: string }) {
  const t = useTranslations("usageDataPage.compare");
  const [open, setOpen] = useState(false);
  const id = useId();
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex w-full flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        <Chevron aria-hidden className="size-4 text-muted" />
        <span className="w-18 font-mono text-muted text-sm">{item.id}</span>
        <span className="min-w-0 flex-1 basis-40 break-words">{title}</span>
        <span className="flex flex-wrap items-center gap-1">
          <span className="text-muted text-sm">{t("places", { count: item.total })}</span>
          <LevelBadge level={item.level} />
          <Badge tone={KIND_TONES[item.kind]}>{t(`kinds.${item.kind}`)}</Badge>
        </span>
      </button>
      <div id={id} className="bg-sunken empty:hidden">
        {open ? <Changes item={item} /> : null}
      </div>
    </li>
  );
}

function Changes({ item }: { item: ItemDifference }) {
  const t = useTranslations("usageDataPage.compare");
  return (
    <>
      <DataTable
        label={t("changesOf", { id: item.id })}
        fileName={`usage-data-difference-${item.id}`}
        rows={item.changes}
        columns={useChangeColumns()}
        rowId={(change) => `${change.kind} ${JSON.stringify([change.path, change.before, change.after])}`}
        plain={item.changes.length <= 10}
        empty={null}
      />
      {item.total > item.changes.length ? (
        <p className="px-4 pb-3 text-muted text-sm">
          {t("onlyFirst", { shown: item.changes.length, count: item.total })}
        </p>
      ) : null}
    </>
  );
}

function useChangeColumns(): DataTableColumn<ValueChange>[] {
  const t = useTranslations("usageDataPage.compare");
  return useMemo(
    () => [
      {
        id: "path",
        accessorFn: (change) => pathText(change.path),
        header: t("path"),
        enableHiding: false,
        meta: { label: t("path"), className: "sm:min-w-48" },
        cell: ({ getValue }) => (
          <span className="break-words font-mono text-sm">{getValue<string>() || t("wholeValue")}</span>
        ),
      },
      {
        id: "kind",
        accessorFn: (change) => t(`kinds.${change.kind}`),
        header: t("kind"),
        meta: { label: t("kind"), className: "whitespace-nowrap" },
        cell: ({ row }) => (
          <Badge tone={KIND_TONES[row.original.kind]}>{t(`kinds.${row.original.kind}`)}</Badge>
        ),
      },
      valueColumn("before", t("old")),
      valueColumn("after", t("new")),
    ],
    [t],
  );
}

const valueColumn = (side: "before" | "after", label: string): DataTableColumn<ValueChange> => ({
  id: side,
  accessorFn: (change) => (change[side] === undefined ? "" : JSON.stringify(change[side])),
  header: label,
  meta: { label, className: "sm:max-w-xs" },
  cell: ({ getValue }) => (
    <code className="line-clamp-4 break-all font-mono text-sm">{getValue<string>()}</code>
  ),
});

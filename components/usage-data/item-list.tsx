"use client";

import { ChevronDown, ChevronRight, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useId, useMemo, useState } from "react";
import type { UsageDocument } from "@/lib/usage-data/model";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { useSizes } from "../ui/sizes";
import { useAddressParam } from "../ui/use-address-param";
import { ChangeBadge, LevelBadge, OutcomeBadge } from "./badges";
import { useCatalogue } from "./catalogue";
import { ItemDialog } from "./item-dialog";
import { ItemFilters, useItemFilter } from "./item-filters";
import { bySection, filterRows, type ItemRow, type ItemSection, itemRows } from "./item-rows";
import { useItemReason } from "./use-item-reason";

/** As many rows as are shown without being asked for. */
const OPEN_ROWS = 100;

/** Every item there is, by section, with what the document says of it. */
export function ItemList({ document }: { document: UsageDocument }) {
  const t = useTranslations("usageDataPage.items");
  const { items } = useCatalogue();
  const { filter, filtered, reset } = useItemFilter();
  const deferred = useDeferredValue(filter);
  const [chosen, choose] = useAddressParam("item");
  const rows = useMemo(() => itemRows(items, document), [items, document]);
  const found = useMemo(() => filterRows(rows, deferred), [rows, deferred]);
  const sections = useMemo(() => bySection(found, rows), [found, rows]);
  // A short list is read as a whole; of a long one the sections come first.
  const open = found.length <= OPEN_ROWS;
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const isOpen = (section: string) => open !== turned.has(section);
  const toggle = (section: string) => {
    const next = new Set(turned);
    if (!next.delete(section)) next.add(section);
    setTurned(next);
  };
  const allOpen = sections.every(({ section }) => isOpen(section));
  const turnAll = () => setTurned(new Set(open === allOpen ? sections.map(({ section }) => section) : []));
  const row = rows.find(({ id }) => id === chosen);
  return (
    <Card padded={false}>
      <ItemFilters rows={rows}>
        {filtered ? (
          <Button size="sm" variant="ghost" onClick={reset}>
            {t("clear")}
          </Button>
        ) : null}
        <Button size="sm" variant="ghost" onClick={turnAll}>
          {t(allOpen ? "closeAll" : "openAll")}
        </Button>
      </ItemFilters>
      <p role="status" className="sr-only">
        {filtered ? t("found", { count: found.length }) : ""}
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t("nothing")}
          action={<Button onClick={reset}>{t("clear")}</Button>}
        />
      ) : (
        sections.map((section) => (
          <Section
            key={section.section}
            section={section}
            open={isOpen(section.section)}
            onToggle={() => toggle(section.section)}
            onOpen={choose}
          />
        ))
      )}
      <ItemDialog row={row} document={document} onClose={() => choose("")} />
    </Card>
  );
}

function Section({
  section: { section, rows, collected, count },
  open,
  onToggle,
  onOpen,
}: {
  section: ItemSection;
  open: boolean;
  onToggle(): void;
  onOpen(itemId: string): void;
}) {
  const t = useTranslations("usageDataPage");
  const id = useId();
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section aria-labelledby={id} className="border-line border-t">
      <h3 id={id} className="bg-sunken font-semibold">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex w-full flex-wrap items-center gap-x-2 px-4 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px]"
        >
          <Chevron aria-hidden className="size-4 text-muted" />
          <span className="flex-1">{t(`sections.${section}`)}</span>
          <span className="font-normal text-muted text-sm tabular-nums">
            {t("items.counts", { collected, count })}
          </span>
        </button>
      </h3>
      {open ? (
        <ul aria-labelledby={id} className="divide-y divide-line border-line border-t">
          {rows.map((row) => (
            <Item key={row.id} row={row} onOpen={() => onOpen(row.id)} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Item({ row, onOpen }: { row: ItemRow; onOpen(): void }) {
  const sizes = useSizes();
  const whyNot = useItemReason();
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="grid w-full grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1.5 px-4 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px] md:grid-cols-[4.5rem_minmax(0,1fr)_auto_12rem_5rem]"
      >
        <span className="font-mono text-muted text-sm">{row.id}</span>
        <span className="min-w-0 break-words">
          {row.title}
          <span className="block text-muted text-sm">{row.why ? whyNot(row.why) : row.reason}</span>
        </span>
        <span className="flex flex-wrap gap-1 max-md:col-span-2 md:justify-end">
          {row.change ? <ChangeBadge change={row.change} /> : null}
          <LevelBadge level={row.level} />
        </span>
        <span className="flex flex-wrap items-center justify-between gap-2 max-md:col-span-2">
          <OutcomeBadge outcome={row.outcome} />
          <span className="text-muted text-sm tabular-nums md:hidden">
            {row.size === null ? "" : sizes.bytes(row.size)}
          </span>
        </span>
        <span className="text-right text-muted text-sm tabular-nums max-md:hidden">
          {row.size === null ? "" : sizes.bytes(row.size)}
        </span>
      </button>
    </li>
  );
}

"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useDeferredValue, useEffect, useId, useRef, useState } from "react";
import type { SecondarySiteRow } from "@/lib/hierarchy/model";
import { liveQueryKey } from "../live/live-query-key";
import { askLiveQuery } from "../live/use-live-query";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import type { SiteChoice } from "./find-sites";
import { SiteStatusBadge } from "./site-status-badge";

const PAGE_ROWS = 200;
const ROW_PX = 52;

interface SecondarySitesProps {
  /** Only those of this primary; else of the whole hierarchy. */
  parentSiteCode?: string;
  /** What the page has looked for; without it, the list has a search of its own. */
  choice?: SiteChoice;
}

/** Secondary sites: thousands of them are paged by key, and only those in sight are drawn. */
export function SecondarySites({ parentSiteCode, choice }: SecondarySitesProps) {
  const t = useTranslations("hierarchy.secondaries");
  const [typed, setTyped] = useState("");
  const own = useDeferredValue(typed.trim());
  const search = choice?.search ?? own;
  const found = useSecondarySites({ parentSiteCode, search, behind: choice?.behind ?? false });
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = found.data?.pages[0]?.total ?? null;
  const label = parentSiteCode ? t("label", { site: parentSiteCode }) : t("labelAll");
  return (
    <Card padded={false}>
      <div className="flex flex-wrap items-center gap-3 border-line border-b px-4 py-2.5">
        <p role="status" className="text-muted text-sm tabular-nums">
          {total === null ? t("loading") : t("total", { count: total })}
        </p>
        {choice ? null : (
          <SearchField label={t("searchIn", { list: label })} value={typed} onChange={setTyped} />
        )}
      </div>
      {found.isPending ? (
        <div className="p-4">
          <Skeleton className="h-40 w-full" />
        </div>
      ) : rows.length === 0 ? (
        <EmptyState title={t("none")} description={search ? t("noneFound", { search }) : undefined} />
      ) : (
        <Rows
          rows={rows}
          total={total ?? rows.length}
          label={label}
          showParent={parentSiteCode === undefined}
          onEnd={() => found.hasNextPage && !found.isFetchingNextPage && void found.fetchNextPage()}
        />
      )}
    </Card>
  );
}

/** Page by page, each one from where the last ended. */
function useSecondarySites({ parentSiteCode, search, behind }: SiteChoice & { parentSiteCode?: string }) {
  const input = {
    ...(parentSiteCode ? { parentSiteCode } : {}),
    ...(search ? { search } : {}),
    ...(behind ? { behind } : {}),
  };
  return useInfiniteQuery({
    queryKey: liveQueryKey("listSecondarySites", input),
    queryFn: ({ pageParam, signal }) =>
      askLiveQuery(
        "listSecondarySites",
        { ...input, limit: PAGE_ROWS, ...(pageParam ? { after: pageParam } : {}) },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous,
  });
}

function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange(text: string): void;
}) {
  const t = useTranslations("hierarchy.secondaries");
  const id = useId();
  return (
    <div className="relative ml-auto min-w-40 max-w-64 flex-1">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        id={id}
        type="search"
        value={value}
        maxLength={100}
        onChange={(event) => onChange(event.target.value)}
        placeholder={t("search")}
        aria-label={label}
        className="field-control pl-8"
      />
    </div>
  );
}

function Rows({
  rows,
  total,
  label,
  showParent,
  onEnd,
}: {
  rows: readonly SecondarySiteRow[];
  total: number;
  label: string;
  showParent: boolean;
  onEnd(): void;
}) {
  const box = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = last >= rows.length - 20;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again only when the end comes into sight
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, rows.length]);
  return (
    <section
      ref={box}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative max-h-[60dvh] overflow-y-auto"
    >
      <ul aria-label={label} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row ? (
            <li
              key={row.siteCode}
              aria-posinset={item.index + 1}
              aria-setsize={total}
              className="absolute inset-x-0 border-line border-b"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <SecondaryRow row={row} showParent={showParent} />
            </li>
          ) : null;
        })}
      </ul>
    </section>
  );
}

function SecondaryRow({ row, showParent }: { row: SecondarySiteRow; showParent: boolean }) {
  const t = useTranslations("hierarchy.secondaries");
  return (
    <div className="flex h-full items-center gap-3 px-4 hover:bg-hover">
      <Link
        href={`/hierarchy/${row.siteCode}`}
        className="w-10 shrink-0 rounded-sm font-mono font-semibold text-accent-ink hover:underline"
      >
        {row.siteCode}
      </Link>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{row.name}</span>
        <span className="block truncate text-muted text-sm">{row.siteServer}</span>
      </span>
      {showParent ? (
        <span className="text-muted text-sm max-sm:hidden">
          {t("below")}{" "}
          <Link
            href={`/hierarchy/${row.parentSiteCode}`}
            className="rounded-sm font-mono text-accent-ink hover:underline"
          >
            {row.parentSiteCode}
          </Link>
        </span>
      ) : null}
      {row.behind ? <Badge tone="warning">{t("behind")}</Badge> : null}
      <span className="hidden text-muted text-sm tabular-nums sm:inline">{row.fullVersion}</span>
      <span className="max-sm:hidden">
        <SiteStatusBadge status={row.status} />
      </span>
    </div>
  );
}

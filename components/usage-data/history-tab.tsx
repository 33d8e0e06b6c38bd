"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { UsageDataRun, UsageDataRuns } from "@/lib/usage-data/list-usage-data-runs";
import { RUNS_PAGE_ROWS } from "@/lib/usage-data/model";
import { useLiveQuery } from "../live/use-live-query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { DataTable } from "../ui/data-table/data-table";
import type { DataTableColumn } from "../ui/data-table/types";
import { EmptyState } from "../ui/empty-state";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { useAddressParam } from "../ui/use-address-param";
import { LevelBadge, RunStateBadge, UploadStateBadge, useLevelName } from "./badges";
import { RunDialog } from "./run-dialog";

type Key = NonNullable<UsageDataRuns["next"]>;

/** Every collection, what became of its upload, and the receipt, by pages that the server makes. */
export function HistoryTab({
  newest,
  onShow,
  onCompare,
}: {
  newest: UsageDataRuns;
  onShow(runId: string): void;
  onCompare(runId: string): void;
}) {
  const t = useTranslations("usageDataPage.history");
  const [chosen, choose] = useAddressParam("entry");
  // The keys of the pages already turned: the way back.
  const [turned, setTurned] = useState<Key[]>([]);
  const after = turned.at(-1);
  const older = useLiveQuery("listUsageDataRuns", after ? { after: toJson(after) } : {}, {
    enabled: after !== undefined,
  }).data;
  const { rows: runs, next } = (after ? older : newest) ?? { rows: [], next: null };
  return (
    <Card padded={false}>
      <DataTable
        label={t("label")}
        fileName="usage-data-history"
        rows={runs}
        pageSize={RUNS_PAGE_ROWS}
        columns={useColumns()}
        rowId={(run) => run.runId}
        onOpen={(run) => choose(run.runId)}
        initiallyHidden={["by", "duration", "sha256"]}
        empty={<EmptyState icon={History} title={t("none")} description={t("noneWhy")} />}
      />
      <nav aria-label={t("pages")} className="flex justify-end gap-2 px-4 py-2 empty:hidden">
        {turned.length > 0 ? (
          <Button size="sm" onClick={() => setTurned(turned.slice(0, -1))}>
            {t("newer")}
          </Button>
        ) : null}
        {next ? (
          <Button size="sm" onClick={() => setTurned([...turned, next])}>
            {t("older")}
          </Button>
        ) : null}
      </nav>
      <RunDialog
        run={runs.find(({ runId }) => runId === chosen)}
        onClose={() => choose("")}
        onShow={onShow}
        onCompare={onCompare}
      />
    </Card>
  );
}

/** Live queries are asked in plain JSON. */
const toJson = ({ requestedAt, runId }: Key) => ({ requestedAt: requestedAt.toISOString(), runId });

function useColumns(): DataTableColumn<UsageDataRun>[] {
  const t = useTranslations("usageDataPage");
  const levelName = useLevelName();
  const sizes = useSizes();
  const [, choose] = useAddressParam("entry");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the formatters follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: "collected",
        accessorFn: (run) => run.finishedAt ?? run.requestedAt,
        header: t("history.collected"),
        enableHiding: false,
        enableGlobalFilter: false,
        meta: { label: t("history.collected"), className: "sm:whitespace-nowrap" },
        cell: ({ row: { original } }) => (
          <button
            type="button"
            onClick={() => choose(original.runId)}
            className="rounded-sm text-left font-medium text-accent-ink hover:underline"
          >
            <AbsoluteTime at={original.finishedAt ?? original.requestedAt} />
          </button>
        ),
      },
      {
        id: "purpose",
        accessorFn: (run) => t(`purposes.${run.purpose}`),
        header: t("history.purpose"),
        meta: { label: t("history.purpose") },
        cell: ({ getValue }) => getValue<string>(),
      },
      {
        id: "level",
        accessorFn: (run) => levelName(run.level),
        header: t("history.level"),
        meta: { label: t("history.level") },
        cell: ({ row }) => <LevelBadge level={row.original.level} />,
      },
      {
        id: "state",
        accessorFn: (run) => t(`runStates.${run.state}`),
        header: t("history.state"),
        meta: { label: t("history.state"), className: "whitespace-nowrap" },
        cell: ({ row }) => <RunStateBadge state={row.original.state} />,
      },
      {
        id: "items",
        accessorKey: "collected",
        header: t("history.items"),
        enableGlobalFilter: false,
        meta: { label: t("history.items"), align: "end" },
        cell: ({ row: { original } }) =>
          original.state === "complete"
            ? t("history.itemCounts", { collected: original.collected, failed: original.failed })
            : "",
      },
      {
        id: "size",
        accessorKey: "bodyBytes",
        header: t("history.size"),
        enableGlobalFilter: false,
        meta: { label: t("history.size"), align: "end", className: "whitespace-nowrap" },
        cell: ({ row: { original } }) => (original.bodyBytes === null ? "" : sizes.bytes(original.bodyBytes)),
      },
      {
        id: "upload",
        accessorFn: (run) => (run.upload ? t(`uploadStates.${run.upload.state}`) : ""),
        header: t("history.upload"),
        meta: { label: t("history.upload"), className: "whitespace-nowrap" },
        cell: ({ row: { original } }) =>
          original.upload ? <UploadStateBadge state={original.upload.state} /> : t("history.notSent"),
      },
      {
        id: "receipt",
        accessorFn: (run) => run.upload?.receipt?.receiptId ?? "",
        header: t("history.receipt"),
        meta: { label: t("history.receipt"), className: "whitespace-nowrap" },
        cell: ({ row: { original } }) =>
          original.upload?.receipt ? <RelativeTime at={original.upload.receipt.acceptedAt} /> : "",
      },
      {
        id: "by",
        accessorKey: "requestedBy",
        header: t("history.by"),
        meta: { label: t("history.by") },
        cell: ({ row }) => row.original.requestedBy,
      },
      {
        id: "duration",
        accessorFn: (run) =>
          run.startedAt && run.finishedAt ? run.finishedAt.getTime() - run.startedAt.getTime() : null,
        header: t("history.duration"),
        enableGlobalFilter: false,
        meta: { label: t("history.duration"), align: "end" },
        cell: ({ getValue }) => {
          const ms = getValue<number | null>();
          return ms === null ? "" : sizes.duration(ms);
        },
      },
      {
        id: "sha256",
        accessorKey: "bodySha256",
        header: "SHA-256",
        meta: { label: "SHA-256" },
        cell: ({ row }) => (
          <span className="break-all font-mono text-sm">{row.original.bodySha256?.slice(0, 16)}</span>
        ),
      },
    ],
    [t, choose],
  );
}

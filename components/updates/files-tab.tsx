"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table/data-table";
import type { DataTableColumn } from "@/components/ui/data-table/types";
import { EmptyState } from "@/components/ui/empty-state";
import { ProgressBar } from "@/components/ui/progress-bar";
import { AbsoluteTime } from "@/components/ui/relative-time";
import { useSizes } from "@/components/ui/sizes";
import type { UpdateDetail, UpdateFile } from "@/lib/updates/model";

const HASH_SHOWN = 12;

/** Every listed file: how far it is, the hash it must have, and whether it has it. */
export function FilesTab({ update }: { update: UpdateDetail }) {
  const t = useTranslations("updatesPage.files");
  const sizes = useSizes();
  const columns = useFileColumns();
  const verified = update.files.filter((file) => file.verifiedAt).length;
  return (
    <Card padded={false}>
      {update.files.length > 0 ? (
        <p className="px-4 pt-3 pb-1 text-muted">
          {t("summary", { verified, total: update.files.length, bytes: sizes.bytes(update.totalBytes) })}
        </p>
      ) : null}
      <DataTable
        label={t("label")}
        fileName="update-files"
        rows={update.files}
        columns={columns}
        rowId={(file) => file.path}
        plain={update.files.length <= 12}
        empty={<EmptyState title={t("empty")} />}
      />
    </Card>
  );
}

function useFileColumns(): DataTableColumn<UpdateFile>[] {
  const t = useTranslations("updatesPage.files");
  const sizes = useSizes();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: "path",
        accessorKey: "path",
        header: t("path"),
        enableHiding: false,
        meta: { label: t("path"), className: "sm:w-1/3 sm:min-w-56" },
        cell: ({ row }) => <span className="break-all">{row.original.path}</span>,
      },
      {
        id: "kind",
        accessorFn: (file) => t(`kinds.${file.kind}`),
        header: t("kind"),
        meta: { label: t("kind"), className: "whitespace-nowrap" },
        cell: ({ row }) => t(`kinds.${row.original.kind}`),
      },
      {
        id: "bytes",
        accessorKey: "bytes",
        header: t("size"),
        enableGlobalFilter: false,
        meta: { label: t("size"), align: "end", className: "whitespace-nowrap" },
        cell: ({ row }) => sizes.bytes(row.original.bytes),
      },
      {
        id: "progress",
        accessorFn: (file) => (file.bytes > 0 ? file.bytesDone / file.bytes : 1),
        header: t("progress"),
        enableGlobalFilter: false,
        meta: { label: t("progress"), className: "whitespace-nowrap" },
        cell: ({ row }) => <FileProgress file={row.original} />,
      },
      {
        id: "sha256",
        accessorKey: "sha256",
        header: t("hash"),
        meta: { label: t("hash"), className: "whitespace-nowrap" },
        cell: ({ row }) => <Hash file={row.original} />,
      },
      {
        id: "verifiedAt",
        accessorKey: "verifiedAt",
        header: t("verified"),
        enableGlobalFilter: false,
        meta: { label: t("verified"), className: "whitespace-nowrap" },
        cell: ({ row }) => <Verified file={row.original} />,
      },
    ],
    [t],
  );
}

function FileProgress({ file }: { file: UpdateFile }) {
  const t = useTranslations("updatesPage.files");
  const sizes = useSizes();
  return (
    <div className="w-32 space-y-1">
      <ProgressBar
        fraction={file.bytes > 0 ? file.bytesDone / file.bytes : 1}
        label={t("progressOf", { path: file.path })}
        tone={file.verifiedAt ? "success" : "accent"}
      />
      <p className="text-muted text-sm tabular-nums">{sizes.bytes(file.bytesDone)}</p>
    </div>
  );
}

function Hash({ file }: { file: UpdateFile }) {
  const t = useTranslations("updatesPage.files");
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono text-sm" title={file.sha256}>
        {file.sha256.slice(0, HASH_SHOWN)}…
      </code>
      <CopyButton text={file.sha256} label={t("copyHash", { path: file.path })} />
    </span>
  );
}

function Verified({ file }: { file: UpdateFile }) {
  const t = useTranslations("updatesPage.files");
  if (!file.verifiedAt) return <StatusBadge tone="neutral">{t("notVerified")}</StatusBadge>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 max-sm:justify-end xl:flex-nowrap">
      <StatusBadge tone="success">{t("verifiedAt")}</StatusBadge>
      <AbsoluteTime at={file.verifiedAt} className="text-muted text-sm" />
    </span>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { BackupRow } from "@/lib/backup/list-backups";
import { StatusBadge } from "../ui/badge";
import type { DataTableColumn } from "../ui/data-table/types";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import type { BackupCommands } from "./backup-commands";
import { Verification } from "./verification";

/** @param command lets the site server read a backup again */
export function useBackupColumns(command: BackupCommands["verify"]): DataTableColumn<BackupRow>[] {
  const t = useTranslations("backupPage.list");
  const { bytes } = useSizes();
  return useMemo(() => {
    const label = (key: string) => t(`columns.${key}`);
    return [
      {
        id: "createdAt",
        accessorKey: "createdAt",
        header: label("createdAt"),
        enableHiding: false,
        meta: { label: label("createdAt"), csv: (row) => row.createdAt.toISOString() },
        cell: ({ row }) => (
          <div>
            <RelativeTime at={row.original.createdAt} />
            <div className="text-muted text-sm">
              <AbsoluteTime at={row.original.createdAt} />
            </div>
          </div>
        ),
      },
      {
        id: "bytes",
        accessorKey: "bytes",
        header: label("bytes"),
        meta: { label: label("bytes"), csv: (row) => String(row.bytes) },
        cell: ({ row }) => <span className="whitespace-nowrap">{bytes(row.original.bytes)}</span>,
      },
      {
        id: "contents",
        accessorFn: (row) => t("contents", { tables: row.tables, rows: row.rows, files: row.sourceFiles }),
        header: label("contents"),
        meta: { label: label("contents") },
        cell: ({ getValue }) => getValue<string>(),
      },
      {
        id: "keys",
        accessorFn: (row) => row.recoveryFingerprint ?? "",
        header: label("keys"),
        meta: { label: label("keys") },
        cell: ({ row }) => <Keys row={row.original} />,
      },
      {
        id: "verification",
        accessorFn: (row) => row.verification?.state ?? "",
        header: label("verification"),
        enableGlobalFilter: false,
        meta: { label: label("verification") },
        cell: ({ row }) => <Verification row={row.original} command={command} />,
      },
      {
        id: "version",
        accessorKey: "productVersion",
        header: label("version"),
        meta: { label: label("version") },
        cell: ({ row }) => row.original.productVersion,
      },
      {
        id: "folder",
        accessorKey: "folder",
        header: label("folder"),
        meta: { label: label("folder") },
        cell: ({ row }) => <span className="break-all font-mono text-sm">{row.original.folder}</span>,
      },
    ];
  }, [t, bytes, command]);
}

function Keys({ row: { keyServers, missingKeyServers, recoveryFingerprint } }: { row: BackupRow }) {
  const t = useTranslations("backupPage.list");
  if (recoveryFingerprint === null) return <StatusBadge tone="warning">{t("noKeys")}</StatusBadge>;
  const complete = missingKeyServers.length === 0;
  return (
    <div>
      <StatusBadge tone={complete ? "success" : "warning"}>
        {t("keyServers", { count: keyServers.length })}
      </StatusBadge>
      {complete ? null : (
        <p className="text-sm">{t("missingKeys", { servers: missingKeyServers.join(", ") })}</p>
      )}
      <p className="font-mono text-muted text-xs">{recoveryFingerprint}</p>
    </div>
  );
}

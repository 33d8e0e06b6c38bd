"use client";

import { PackageOpen, ScanSearch } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { SiteContentRow } from "@/lib/replication/list-site-content";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { StatusBadge, type Tone } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { DataTable } from "../ui/data-table/data-table";
import type { DataTableColumn } from "../ui/data-table/types";
import { EmptyState } from "../ui/empty-state";
import { RelativeTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { Skeleton } from "../ui/skeleton";
import { useCommand } from "../ui/use-command";
import { logHref } from "../updates/log-href";
import type { SiteCommands } from "./site-commands";

/** Where the site says what it found and repaired. */
const VALIDATION_LOG = "distmgr.log";

const TONES: Record<SiteContentRow["state"], Tone> = {
  snapshot: "info",
  pending: "info",
  scheduled: "info",
  sending: "info",
  storing: "info",
  stored: "success",
  failed: "danger",
  canceled: "neutral",
  removing: "neutral",
  removed: "neutral",
};

/** What a site has in its content library, and when it was last looked at. */
export function SiteContentTab({
  siteCode,
  command,
}: {
  siteCode: string;
  command: SiteCommands["validateContent"];
}) {
  const t = useTranslations("hierarchy.content");
  const { data: versions } = useLiveQuery("listSiteContent", { siteCode });
  const columns = useColumns(siteCode, command);
  if (!versions) return <Skeleton className="h-32 w-full" />;
  return (
    <Card padded={false}>
      <DataTable
        label={t("title")}
        fileName={`content-${siteCode}`}
        rows={versions}
        columns={columns}
        rowId={(row) => `${row.packageId}-${row.version}`}
        empty={<EmptyState icon={PackageOpen} title={t("none")} description={t("noneHint")} />}
      />
    </Card>
  );
}

function useColumns(
  siteCode: string,
  command: SiteCommands["validateContent"],
): DataTableColumn<SiteContentRow>[] {
  const t = useTranslations("hierarchy.content");
  const errors = useTranslations("replication.errors");
  const sizes = useSizes();
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes follow the language, as `t` does
  return useMemo(
    () => [
      {
        id: "update",
        accessorFn: (row) => row.updateName ?? row.packageGuid,
        header: t("update"),
        enableHiding: false,
        meta: { label: t("update"), className: "sm:min-w-56" },
        cell: ({ row: { original } }) => (
          <>
            <Link
              href={`/updates/${original.packageGuid}?tab=sites`}
              className="rounded-sm font-medium text-accent-ink hover:underline"
            >
              {original.updateName ?? original.packageGuid}
            </Link>
            <p className="font-normal text-muted text-sm">
              {t("version", { packageId: original.packageId, version: original.version })}
            </p>
          </>
        ),
      },
      {
        id: "state",
        accessorFn: (row) => t(`states.${row.state}`),
        header: t("state"),
        meta: { label: t("state") },
        cell: ({ row: { original } }) => (
          <div className="space-y-1 sm:max-w-72">
            <StatusBadge tone={TONES[original.state]}>{t(`states.${original.state}`)}</StatusBadge>
            {original.error ? (
              <p className="wrap-anywhere text-danger text-sm">
                {errors.has(original.error.code)
                  ? errors(original.error.code, original.error.params)
                  : original.error.code}
              </p>
            ) : null}
          </div>
        ),
      },
      {
        id: "size",
        accessorKey: "totalBytes",
        header: t("size"),
        enableGlobalFilter: false,
        meta: { label: t("size"), align: "end", className: "whitespace-nowrap" },
        cell: ({ row }) => sizes.bytes(row.original.totalBytes),
      },
      {
        id: "stored",
        accessorKey: "storedAt",
        header: t("stored"),
        enableGlobalFilter: false,
        meta: { label: t("stored"), className: "whitespace-nowrap" },
        cell: ({ row }) => (row.original.storedAt ? <RelativeTime at={row.original.storedAt} /> : "–"),
      },
      {
        id: "validated",
        accessorKey: "validatedAt",
        header: t("validated"),
        enableGlobalFilter: false,
        meta: { label: t("validated"), className: "whitespace-nowrap" },
        cell: ({ row }) => <Validated content={row.original} siteCode={siteCode} />,
      },
      {
        id: "damaged",
        accessorKey: "damagedPieces",
        header: t("damaged"),
        enableGlobalFilter: false,
        meta: { label: t("damaged") },
        cell: ({ row: { original } }) => (
          <span className={original.damagedPieces > 0 ? "text-danger" : "text-muted"}>
            {t("damagedPieces", { count: original.damagedPieces })}
          </span>
        ),
      },
      {
        id: "action",
        header: () => <span className="sr-only">{t("validate")}</span>,
        enableSorting: false,
        enableHiding: false,
        meta: { label: t("validate"), align: "end" },
        cell: ({ row }) => <Validate content={row.original} siteCode={siteCode} command={command} />,
      },
    ],
    [t, errors, siteCode, command],
  );
}

/** When the stored content was last compared with its hashes, what was found then, and when it will be next. */
function Validated({ content, siteCode }: { content: SiteContentRow; siteCode: string }) {
  const t = useTranslations("hierarchy.content");
  if (content.validationRequestedAt) return <>{t("validating")}</>;
  return (
    <>
      <p>
        {content.validatedAt ? (
          <Link
            href={logHref(content.packageGuid, VALIDATION_LOG, siteCode)}
            aria-label={t("validationLines", { file: VALIDATION_LOG, version: content.version })}
            className="rounded-sm text-accent-ink hover:underline"
          >
            <RelativeTime at={content.validatedAt} />
          </Link>
        ) : (
          "–"
        )}
      </p>
      {content.nextValidationAt ? (
        <p className="text-muted text-sm">
          {t("nextValidation")} <RelativeTime at={content.nextValidationAt} />
        </p>
      ) : null}
    </>
  );
}

function Validate({
  content,
  siteCode,
  command,
}: {
  content: SiteContentRow;
  siteCode: string;
  command: SiteCommands["validateContent"];
}) {
  const t = useTranslations("hierarchy.content");
  const denied = useDeniedReason()("updates.retry");
  const { run, pending } = useCommand(command, { success: t("asked") });
  return (
    <Button
      size="sm"
      pending={pending}
      disabledReason={denied ?? (content.state === "stored" ? undefined : t("notStored"))}
      aria-label={t("validateOf", { version: content.version, packageId: content.packageId })}
      onClick={() => run({ packageGuid: content.packageGuid, siteCode })}
    >
      {pending ? null : <ScanSearch aria-hidden />}
      {t("validate")}
    </Button>
  );
}

"use client";

import { PackageOpen, ScanSearch } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { SiteContentRow } from "@/lib/replication/list-site-content";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { StatusBadge, type Tone } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { KeyValueList } from "../ui/key-value";
import { RelativeTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { Skeleton } from "../ui/skeleton";
import { useCommand } from "../ui/use-command";
import type { SiteCommands } from "./site-commands";

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
  if (!versions) return <Skeleton className="h-32 w-full" />;
  if (versions.length === 0) {
    return (
      <Card>
        <EmptyState icon={PackageOpen} title={t("none")} description={t("noneHint")} />
      </Card>
    );
  }
  return (
    <ul aria-label={t("title")} className="grid gap-4 lg:grid-cols-2">
      {versions.map((version) => (
        <li key={`${version.packageId}-${version.version}`}>
          <Version content={version} siteCode={siteCode} command={command} />
        </li>
      ))}
    </ul>
  );
}

function Version({
  content,
  siteCode,
  command,
}: {
  content: SiteContentRow;
  siteCode: string;
  command: SiteCommands["validateContent"];
}) {
  const t = useTranslations("hierarchy.content");
  const errors = useTranslations("replication.errors");
  const common = useTranslations("common");
  const sizes = useSizes();
  const denied = useDeniedReason()("updates.retry");
  const { run, pending } = useCommand(command, { success: t("asked") });
  const { error } = content;
  return (
    <Card
      title={t("version", { packageId: content.packageId, version: content.version })}
      description={
        content.updateName ? (
          <Link
            href={`/updates/${content.packageGuid}`}
            className="rounded-sm text-accent-ink hover:underline"
          >
            {content.updateName}
          </Link>
        ) : (
          content.packageGuid
        )
      }
      actions={
        <Button
          size="sm"
          pending={pending}
          disabledReason={denied ?? (content.state === "stored" ? undefined : t("notStored"))}
          onClick={() => run({ packageGuid: content.packageGuid, siteCode })}
        >
          <ScanSearch aria-hidden />
          {t("validate")}
        </Button>
      }
    >
      <KeyValueList
        items={[
          {
            label: t("state"),
            value: <StatusBadge tone={TONES[content.state]}>{t(`states.${content.state}`)}</StatusBadge>,
          },
          { label: t("size"), value: sizes.bytes(content.totalBytes) },
          {
            label: t("stored"),
            value: content.storedAt ? <RelativeTime at={content.storedAt} /> : common("never"),
          },
          {
            label: t("validated"),
            value: content.validationRequestedAt ? (
              t("validating")
            ) : content.validatedAt ? (
              <RelativeTime at={content.validatedAt} />
            ) : (
              common("never")
            ),
          },
          ...(content.nextValidationAt
            ? [{ label: t("nextValidation"), value: <RelativeTime at={content.nextValidationAt} /> }]
            : []),
          { label: t("damaged"), value: t("damagedPieces", { count: content.damagedPieces }) },
        ]}
      />
      {error ? (
        <p className="mt-2 text-danger">
          {errors.has(error.code) ? errors(error.code, error.params) : error.code}
        </p>
      ) : null}
    </Card>
  );
}

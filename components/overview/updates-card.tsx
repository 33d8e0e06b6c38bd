"use client";

import { PackageOpen } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { UpdateSummary } from "@/lib/updates/model";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { AbsoluteTime } from "../ui/relative-time";
import { DownloadProgress } from "../updates/download-progress";
import { ServicingProgressLine } from "../updates/servicing-progress";
import { UpdateStateBadge } from "../updates/update-state-badge";

const SHOWN_ROWS = 6;

/** The packages of this hierarchy, newest first, with the download that runs. */
export function UpdatesCard({ updates }: { updates: readonly UpdateSummary[] }) {
  const t = useTranslations();
  const visible = updates
    .filter((update) => !update.hidden)
    .sort((a, b) => b.dateReleased.getTime() - a.dateReleased.getTime());
  return (
    <Card
      title={t("shell.nav.updates")}
      description={visible.length > 0 ? t("overview.updates.count", { count: visible.length }) : undefined}
      actions={
        <Button asChild size="sm" variant="ghost" className="-mr-2.5">
          <Link href="/updates">{t("overview.showAll")}</Link>
        </Button>
      }
      padded={false}
    >
      {visible.length === 0 ? (
        <EmptyState
          icon={PackageOpen}
          title={t("overview.updates.none")}
          description={t("overview.updates.noneHint")}
        />
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {visible.slice(0, SHOWN_ROWS).map((update) => (
            <UpdateItem key={update.packageGuid} update={update} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function UpdateItem({ update }: { update: UpdateSummary }) {
  return (
    <li className="space-y-2.5 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
        <div className="min-w-0">
          <Link
            href={`/updates/${update.packageGuid}`}
            className="rounded-sm font-medium hover:text-accent-ink hover:underline"
          >
            {update.name}
          </Link>
          <p className="text-muted text-sm tabular-nums">
            {update.fullVersion} · <AbsoluteTime at={update.dateReleased} style="date" />
          </p>
        </div>
        <UpdateStateBadge update={update} />
      </div>
      <DownloadProgress update={update} />
      <ServicingProgressLine update={update} />
    </li>
  );
}

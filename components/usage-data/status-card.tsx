"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { UsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { ModeBadge } from "../role/mode-badge";
import { Card } from "../ui/card";
import { useLiveNow } from "../ui/now";
import { TransferProgress } from "../ui/progress-bar";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";
import { LevelBadge, UploadStateBadge } from "./badges";
import { isLeaving, lastSent } from "./choose-run";

/** Level, mode, the next collection and upload, and the last receipt, at a glance. */
export function StatusCard({
  status,
  role,
  runs,
}: {
  status: UsageDataStatus;
  role: RoleStatus;
  runs: readonly UsageDataRun[];
}) {
  const t = useTranslations("usageDataPage.status");
  const leaving = runs.find(isLeaving);
  const sent = lastSent(runs);
  const { upload } = leaving ?? {};
  return (
    <Card>
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
        <Fact label={t("mode")}>
          <span className="flex flex-wrap items-center gap-2">
            <LevelBadge level={status.level} />
            <ModeBadge mode={role.role?.runningMode ?? null} />
          </span>
        </Fact>
        <Fact label={t("nextCollection")}>
          <Time at={status.nextCollectionAt} none={t("notScheduled")} due={t("due")} />
        </Fact>
        <Fact label={t("nextUpload")}>
          {upload ? <UploadStateBadge state={upload.state} /> : null}
          <Time
            at={status.nextUploadAt}
            none={t(status.uploadRefusal ? `refusals.${status.uploadRefusal}` : "nothingWaits")}
            due={t("due")}
          />
        </Fact>
        <Fact label={t("lastReceipt")}>
          {sent?.upload?.receipt ? (
            <>
              <AbsoluteTime at={sent.upload.receipt.acceptedAt} style="zoned" />
              <RelativeTime at={sent.upload.receipt.acceptedAt} className="block text-muted text-sm" />
            </>
          ) : (
            <span className="text-muted">{t("noReceipt")}</span>
          )}
        </Fact>
      </dl>
      {upload?.state === "uploading" ? (
        <div className="mt-4 max-w-xl">
          <TransferProgress
            label={t("uploading")}
            bytesDone={upload.bytesDone}
            totalBytes={upload.bytesTotal}
            bytesPerSecond={upload.bytesPerSecond}
          />
        </div>
      ) : null}
    </Card>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-muted text-sm">{label}</dt>
    <dd className="mt-0.5 break-words tabular-nums">{children}</dd>
  </div>
);

function Time({ at, none, due }: { at: Date | null; none: string; due: string }) {
  const now = useLiveNow(5_000);
  if (!at) return <span className="block text-muted">{none}</span>;
  return (
    <>
      <AbsoluteTime at={at} style="zoned" className="block" />
      <span className="text-muted text-sm">
        {at.getTime() <= now.getTime() ? due : <RelativeTime at={at} />}
      </span>
    </>
  );
}

"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { UsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { useFailureText } from "../ui/failure-message";
import { KeyValueList } from "../ui/key-value";
import { RelativeTime } from "../ui/relative-time";
import { LevelBadge, UploadStateBadge } from "../usage-data/badges";

/** Usage data at a glance: what leaves at which level, and whether it arrives. */
export function UsageDataCard({ status }: { status: UsageDataStatus }) {
  const t = useTranslations("usageDataPage.card");
  const showAll = useTranslations("overview")("showAll");
  const never = useTranslations("common")("never");
  const failureText = useFailureText();
  const { upload, uploadRefusal, nextCollectionAt, lastReceiptAt } = status;
  const refusal = useTranslations("usageDataPage.status.refusals");
  return (
    <Card
      title={t("title")}
      actions={
        <Button asChild size="sm" variant="ghost" className="-mr-2.5">
          <Link href="/usage-data">{showAll}</Link>
        </Button>
      }
    >
      <KeyValueList
        items={[
          { label: t("level"), value: <LevelBadge level={status.level} /> },
          {
            label: t("upload"),
            value: uploadRefusal ? (
              refusal(uploadRefusal)
            ) : upload ? (
              <UploadStateBadge state={upload.state} />
            ) : (
              never
            ),
          },
          { label: t("receipt"), value: lastReceiptAt ? <RelativeTime at={lastReceiptAt} /> : never },
          { label: t("next"), value: nextCollectionAt ? <RelativeTime at={nextCollectionAt} /> : never },
        ]}
      />
      {upload?.errorCode && upload.state !== "accepted" ? (
        <p className="mt-3 text-danger text-sm">
          {failureText({ code: upload.errorCode, params: upload.errorParams ?? undefined })}
        </p>
      ) : null}
    </Card>
  );
}

"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { UsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { FailureMessage } from "../ui/failure-message";
import { AbsoluteTime } from "../ui/relative-time";

/** What keeps usage data from going its way: a refusal, a failed attempt, the offline mode, no service to send it to. */
export function UploadBanner({ status, runs }: { status: UsageDataStatus; runs: readonly UsageDataRun[] }) {
  const t = useTranslations("usageDataPage.banner");
  const { upload } = status;
  const failure = upload?.errorCode
    ? { code: upload.errorCode, params: upload.errorParams ?? undefined }
    : null;
  const failedRun = runs[0]?.purpose !== "preview" && runs[0]?.state === "failed" ? runs[0] : null;
  if (upload?.state === "refused" && failure) {
    return (
      <Banner tone="danger" title={t("refused")}>
        <p>
          <FailureMessage failure={failure} />
        </p>
      </Banner>
    );
  }
  if (upload?.state === "waiting" && failure) {
    return (
      <Banner tone="warning" title={t("waiting", { attempts: upload.attempts })}>
        <p>
          <FailureMessage failure={failure} />{" "}
          {upload.nextAttemptAt ? (
            <>
              {t("nextAttempt")} <AbsoluteTime at={upload.nextAttemptAt} style="zoned" />
            </>
          ) : null}
        </p>
      </Banner>
    );
  }
  if (failedRun) {
    return (
      <Banner tone="danger" title={t("collectionFailed")}>
        {failedRun.errorCode ? (
          <p>
            <FailureMessage failure={{ code: failedRun.errorCode }} />
          </p>
        ) : null}
      </Banner>
    );
  }
  if (status.uploadRefusal === "role-offline") {
    return (
      <Banner
        tone="info"
        title={t("offline")}
        actions={
          <Button asChild size="sm">
            <Link href="/offline">{t("toOffline")}</Link>
          </Button>
        }
      >
        <p>{t("offlineHint")}</p>
      </Banner>
    );
  }
  if (status.uploadRefusal === "no-endpoint") {
    return (
      <Banner tone="info" title={t("noEndpoint")}>
        <p>{t("noEndpointHint")}</p>
      </Banner>
    );
  }
  return null;
}

"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { FailureMessage } from "@/components/ui/failure-message";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value";
import { TransferProgress } from "@/components/ui/progress-bar";
import { AbsoluteTime } from "@/components/ui/relative-time";
import type { DownloadStatus, UpdateDetail } from "@/lib/updates/model";
import { isDownloaded } from "@/lib/updates/state-machine";
import { NextAttempt } from "./download-progress";
import { isFlowing, openDownload, shownPhase } from "./download-view";

/** The package's download: how far it is, how it goes, and what stands in its way. */
export function DownloadCard({
  update,
  downloadStreams,
}: {
  update: UpdateDetail;
  downloadStreams: number | null;
}) {
  const t = useTranslations("updatesPage");
  const { download } = update;
  if (!download || download.phase === "canceled") {
    return (
      <Card title={t("detail.download")}>
        <p className="text-muted">{t(`detail.${whyNone(update)}`)}</p>
      </Card>
    );
  }
  const failed = download.phase === "failed";
  return (
    <Card title={t("detail.download")}>
      <div className="space-y-4">
        {download.error ? (
          <Banner
            tone={failed ? "danger" : "warning"}
            title={t(failed ? "detail.downloadFailed" : "detail.downloadWaits")}
          >
            <FailureMessage failure={download.error} />
          </Banner>
        ) : null}
        <TransferProgress
          label={t("progress.label", { name: update.name })}
          bytesDone={download.bytesDone}
          totalBytes={update.totalBytes}
          bytesPerSecond={isFlowing(download) ? download.bytesPerSecond : null}
          tone={failed ? "danger" : download.phase === "done" ? "success" : "accent"}
        />
        <DownloadFacts update={update} download={download} downloadStreams={downloadStreams} />
      </div>
    </Card>
  );
}

/** Key of `updatesPage.detail`: why there is no download to tell about. */
function whyNone(update: UpdateDetail) {
  if (isDownloaded(update.state)) return "downloadImported";
  return update.hidden ? "downloadNotApplicable" : "downloadNone";
}

function DownloadFacts({
  update,
  download,
  downloadStreams,
}: {
  update: UpdateDetail;
  download: DownloadStatus;
  downloadStreams: number | null;
}) {
  const t = useTranslations("updatesPage");
  const verified = update.files.filter((file) => file.verifiedAt).length;
  const items: (KeyValue | null)[] = [
    { label: t("detail.phase"), value: t(`phases.${shownPhase(download)}`) },
    download.phase === "waiting" && download.nextAttemptAt
      ? { label: t("detail.nextAttempt"), value: <NextAttempt at={download.nextAttemptAt} /> }
      : null,
    {
      label: t("detail.verifiedFiles"),
      value: t("detail.verifiedOf", { verified, total: update.files.length }),
    },
    openDownload(update) && downloadStreams
      ? { label: t("detail.streams"), value: t("detail.streamsValue", { count: downloadStreams }) }
      : null,
    download.attempts > 0 ? { label: t("detail.attempts"), value: download.attempts } : null,
    { label: t("detail.requestedBy"), value: download.requestedBy },
    download.startedAt
      ? { label: t("detail.startedAt"), value: <AbsoluteTime at={download.startedAt} style="seconds" /> }
      : null,
    download.finishedAt
      ? { label: t("detail.finishedAt"), value: <AbsoluteTime at={download.finishedAt} style="seconds" /> }
      : null,
  ];
  return <KeyValueList items={items.filter((item) => item !== null)} />;
}

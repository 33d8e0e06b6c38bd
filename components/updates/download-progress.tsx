"use client";

import { useTranslations } from "next-intl";
import { useLiveNow } from "@/components/ui/now";
import { TransferProgress } from "@/components/ui/progress-bar";
import { RelativeTime } from "@/components/ui/relative-time";
import type { UpdateSummary } from "@/lib/updates/model";
import { isFlowing, openDownload, shownPhase } from "./download-view";

/** How far an open download is: phase, bar, bytes, rate, remaining time, or when it tries again. */
export function DownloadProgress({ update }: { update: UpdateSummary }) {
  const t = useTranslations("updatesPage");
  const download = openDownload(update);
  if (!download) return null;
  const phase = shownPhase(download);
  return (
    <div className="space-y-1">
      <TransferProgress
        label={t("progress.label", { name: update.name })}
        bytesDone={download.bytesDone}
        totalBytes={update.totalBytes}
        bytesPerSecond={isFlowing(download) ? download.bytesPerSecond : null}
        tone={phase === "waiting" ? "warning" : "accent"}
      />
      {phase === "downloading" ? null : (
        <p className="text-muted text-sm">
          {phase === "waiting" && download.nextAttemptAt ? (
            <NextAttempt at={download.nextAttemptAt} />
          ) : (
            t(`phases.${phase}`)
          )}
        </p>
      )}
    </div>
  );
}

/** When the downloader tries again; a time that has just passed is said as *now*. */
export function NextAttempt({ at }: { at: Date }) {
  const t = useTranslations("updatesPage.progress");
  const now = useLiveNow(1_000);
  if (at.getTime() <= now.getTime()) return <>{t("nextAttemptNow")}</>;
  return (
    <>
      {t("nextAttempt")} <RelativeTime at={at} />
    </>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureMessage } from "@/components/ui/failure-message";
import { TransferProgress } from "@/components/ui/progress-bar";
import type { Failure } from "@/lib/result";
import type { UploadProgress } from "./rate";

/** A running upload: bytes, rate, remaining time; after a failure the way on. */
export function UploadCard({
  name,
  totalBytes,
  progress,
  failure,
  onAgain,
  onCancel,
}: {
  /** Of the file, or of the first of several. */
  name: string;
  totalBytes: number;
  progress: UploadProgress;
  failure: Failure | null;
  onAgain(): void;
  onCancel(): void;
}) {
  const t = useTranslations("common.upload");
  const finishing = progress.bytesDone >= totalBytes;
  return (
    <Card
      title={t("uploading", { name })}
      actions={
        <>
          {failure ? (
            <Button variant="primary" onClick={onAgain}>
              {t("again")}
            </Button>
          ) : null}
          <Button onClick={onCancel}>{t(failure ? "giveUp" : "cancel")}</Button>
        </>
      }
    >
      <div className="space-y-3">
        {failure ? (
          <Banner tone="danger" live title={t("failed")}>
            <FailureMessage failure={failure} />
          </Banner>
        ) : null}
        <TransferProgress
          label={t("progress", { name })}
          bytesDone={progress.bytesDone}
          totalBytes={totalBytes}
          bytesPerSecond={failure ? null : progress.bytesPerSecond}
          tone={failure ? "danger" : "accent"}
        />
        <p role="status" className="text-muted text-sm">
          {finishing && !failure ? t("finishing") : null}
        </p>
      </div>
    </Card>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureMessage } from "@/components/ui/failure-message";
import { TransferProgress } from "@/components/ui/progress-bar";
import type { useUpload } from "./use-upload";

type Upload = NonNullable<ReturnType<typeof useUpload>["upload"]>;

/** A running upload: bytes, rate, remaining time; after a failure the way on. */
export function UploadCard({
  upload,
  onAgain,
  onCancel,
}: {
  upload: Upload;
  onAgain(): void;
  onCancel(): void;
}) {
  const t = useTranslations("outOfBand.page");
  const { file, progress, failure } = upload;
  const finishing = progress.bytesDone >= file.size;
  return (
    <Card
      title={t("uploading", { name: file.name })}
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
          label={t("progress", { name: file.name })}
          bytesDone={progress.bytesDone}
          totalBytes={file.size}
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

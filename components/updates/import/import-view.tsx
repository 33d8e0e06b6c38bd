"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { UploadCard } from "@/components/upload/upload-card";
import type { HotfixImport } from "@/lib/updates/out-of-band/model";
import { DropZone } from "./drop-zone";
import { ImportsTable } from "./imports-table";
import { useUpload } from "./use-upload";

/** The update registration tool of the portal: an out-of-band hotfix is uploaded, verified and listed. */
export function ImportView({ initial }: { initial: HotfixImport[] }) {
  const t = useTranslations("outOfBand.page");
  const updates = useTranslations("updatesPage");
  const imports = useLiveQuery("listHotfixImports", {}, { initialData: initial }).data ?? initial;
  const { upload, start, cancel } = useUpload();
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: updates("title"), href: "/updates" }]}
      />
      <div className="space-y-4">
        {upload ? (
          <UploadCard
            name={upload.file.name}
            totalBytes={upload.file.size}
            progress={upload.progress}
            failure={upload.failure}
            onAgain={() => start(upload.file)}
            onCancel={cancel}
          />
        ) : (
          <DropZone onFile={start} />
        )}
        <Card padded={false} title={t("imports")}>
          <ImportsTable imports={imports} />
        </Card>
      </div>
    </>
  );
}

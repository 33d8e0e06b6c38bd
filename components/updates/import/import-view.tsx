"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { UploadCard } from "@/components/upload/upload-card";
import { useUpload } from "@/components/upload/use-upload";
import type { HotfixImport } from "@/lib/updates/out-of-band/model";
import { DropZone } from "./drop-zone";
import { ImportsTable } from "./imports-table";
import { cancelUpload, uploadHotfix } from "./upload";

/** The update registration tool of the portal: an out-of-band hotfix is uploaded, verified and listed. */
export function ImportView({ initial }: { initial: HotfixImport[] }) {
  const t = useTranslations("outOfBand.page");
  const updates = useTranslations("updatesPage");
  const imports = useLiveQuery("listHotfixImports", {}, { initialData: initial }).data ?? initial;
  const { upload, start, cancel } = useUpload<File>({
    send: (file, follow) => uploadHotfix({ file, ...follow }),
    giveUp: cancelUpload,
    done: (file) => t("done", { name: file.name }),
    canceled: t("canceled"),
  });
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
            name={upload.chosen.name}
            totalBytes={upload.chosen.size}
            progress={upload.progress}
            failure={upload.failure}
            onAgain={() => start(upload.chosen)}
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

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { OfflineImport } from "@/lib/offline/list-offline-imports";
import type { TransferPackage } from "@/lib/offline/list-transfer-packages";
import { TRANSFER_PACKAGE_BYTES_MAX } from "@/lib/offline/upload/model";
import { useDeniedReason } from "../shell/access";
import { useSizes } from "../ui/sizes";
import { DropArea } from "../upload/drop-area";
import { UploadCard } from "../upload/upload-card";
import { useUpload } from "../upload/use-upload";
import { whyNotSent } from "./check-files";
import { ImportsTable } from "./imports-table";
import type { OfflineCommands } from "./offline-commands";
import { StepCard } from "./step-card";
import { TransferFolders } from "./transfer-folders";
import { uploadPackage } from "./upload-package";

/** Takes what came back: by upload or from a folder of the server; each package is examined before it is imported. */
export function ImportStep({
  imports,
  packages,
  blocked,
  commands,
  onOpen,
}: {
  imports: readonly OfflineImport[];
  packages: readonly TransferPackage[];
  /** Why nothing can be imported now. */
  blocked: string | undefined;
  commands: OfflineCommands;
  onOpen(importId: string): void;
}) {
  const t = useTranslations("offlinePage.import");
  const sizes = useSizes();
  const denied = useDeniedReason()("offline.import");
  const { upload, start, cancel } = useUpload<readonly File[]>({
    send: (files, follow) => uploadPackage({ files, ...follow }),
    giveUp: (importId) => commands.cancel({ importId }),
    done: ([first]) => t("uploaded", { name: first?.name ?? "" }),
    canceled: t("uploadCanceled"),
  });
  const [error, setError] = useState<string>();
  const take = (files: File[]) => {
    const why = whyNotSent(files);
    setError(why ? t(why, { max: sizes.bytes(TRANSFER_PACKAGE_BYTES_MAX) }) : undefined);
    if (!why) start(files);
  };
  return (
    <StepCard number={3} title={t("title")} place={t("place")}>
      <div className="space-y-5">
        {upload ? (
          <UploadCard
            name={upload.chosen[0]?.name ?? ""}
            totalBytes={upload.chosen.reduce((sum, { size }) => sum + size, 0)}
            progress={upload.progress}
            failure={upload.failure}
            onAgain={() => start(upload.chosen)}
            onCancel={cancel}
          />
        ) : (
          <DropArea
            title={t("drop")}
            chooseLabel={t("choose")}
            multiple
            disabledReason={denied ?? blocked}
            error={error}
            onFiles={take}
          >
            <p className="max-w-prose text-muted text-sm">{t("dropHint")}</p>
          </DropArea>
        )}
        <TransferFolders
          packages={packages}
          blocked={denied ?? blocked}
          commands={commands}
          onExamined={onOpen}
        />
        <section aria-label={t("imports")} className="space-y-2">
          <h3 className="font-semibold">{t("imports")}</h3>
          <ImportsTable imports={imports} onOpen={onOpen} />
        </section>
      </div>
    </StepCard>
  );
}

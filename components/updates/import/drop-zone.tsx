"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useDeniedReason } from "@/components/shell/access";
import { useSizes } from "@/components/ui/sizes";
import { DropArea } from "@/components/upload/drop-area";
import { HOTFIX_BYTES_MAX } from "@/lib/updates/out-of-band/model";
import { whyNotSent } from "./check-file";

/** Takes one hotfix archive; what is wrong with it is said here, before a byte is sent. */
export function DropZone({ onFile }: { onFile(file: File): void }) {
  const t = useTranslations("outOfBand.page");
  const sizes = useSizes();
  const denied = useDeniedReason()("offline.import");
  const [error, setError] = useState<string>();
  const take = ([file]: File[]) => {
    if (!file) return;
    const why = whyNotSent(file);
    setError(why ? t(why, { name: file.name, max: sizes.bytes(HOTFIX_BYTES_MAX) }) : undefined);
    if (!why) onFile(file);
  };
  return (
    <DropArea
      title={t("drop")}
      chooseLabel={t("choose")}
      accept=".zip"
      disabledReason={denied}
      error={error}
      onFiles={take}
    >
      <p className="wrap-anywhere max-w-prose text-muted text-sm">
        {t("hint", { max: sizes.bytes(HOTFIX_BYTES_MAX) })}
      </p>
      <p className="max-w-prose text-muted text-sm">{t("resumeHint")}</p>
    </DropArea>
  );
}

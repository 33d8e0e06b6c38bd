"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useDeniedReason } from "@/components/shell/access";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { useSizes } from "@/components/ui/sizes";
import { HOTFIX_BYTES_MAX } from "@/lib/updates/out-of-band/model";
import { whyNotSent } from "./check-file";

/** Takes one hotfix archive, dropped or chosen; what is wrong with it is said here, before a byte is sent. */
export function DropZone({ onFile }: { onFile(file: File): void }) {
  const t = useTranslations("outOfBand.page");
  const sizes = useSizes();
  const denied = useDeniedReason()("offline.import");
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [error, setError] = useState<string>();
  const take = (file: File | undefined) => {
    if (!file || denied) return;
    const why = whyNotSent(file);
    setError(why ? t(why, { name: file.name, max: sizes.bytes(HOTFIX_BYTES_MAX) }) : undefined);
    if (!why) onFile(file);
  };
  return (
    <section
      aria-label={t("drop")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
      className={cn(
        "flex flex-col items-center gap-2 rounded-lg border-2 border-control/50 border-dashed bg-surface px-4 py-8 text-center",
        over && "border-accent bg-accent-soft",
      )}
    >
      <FileUp aria-hidden className="size-7 text-muted" />
      <p className="font-medium">{t("drop")}</p>
      <p className="wrap-anywhere max-w-prose text-muted text-sm">
        {t("hint", { max: sizes.bytes(HOTFIX_BYTES_MAX) })}
      </p>
      <input
        ref={input}
        type="file"
        accept=".zip"
        hidden
        aria-label={t("choose")}
        onChange={(event) => {
          take(event.target.files?.[0]);
          // The same file chosen again is a change, too.
          event.target.value = "";
        }}
      />
      <Button
        className="mt-2"
        variant="primary"
        disabledReason={denied}
        onClick={() => input.current?.click()}
      >
        {t("choose")}
      </Button>
      {error ? (
        <p role="alert" className="wrap-anywhere max-w-prose text-danger">
          {error}
        </p>
      ) : null}
      <p className="max-w-prose text-muted text-sm">{t("resumeHint")}</p>
    </section>
  );
}

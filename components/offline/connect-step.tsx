"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DOWNLOAD_CHOICES, type DownloadChoice } from "@/lib/offline/model";
import { CopyButton } from "../ui/copy-button";
import { CheckboxField, SelectField } from "../ui/field";
import { connectCommand } from "./connect-command";
import { StepCard } from "./step-card";

/** What to type on the computer with internet access. */
export function ConnectStep() {
  const t = useTranslations("offlinePage.connect");
  const [choice, setChoice] = useState<DownloadChoice>("default");
  const [proxy, setProxy] = useState(false);
  const [split, setSplit] = useState(false);
  const line = connectCommand({ choice, proxy, split });
  return (
    <StepCard number={2} title={t("title")} place={t("place")}>
      <div className="space-y-4">
        <p className="max-w-prose">{t("text")}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label={t("choice")}
            hint={t(`choices.${choice}.hint`)}
            value={choice}
            onChange={(event) =>
              setChoice(DOWNLOAD_CHOICES.find((one) => one === event.target.value) ?? "default")
            }
          >
            {DOWNLOAD_CHOICES.map((one) => (
              <option key={one} value={one}>
                {t(`choices.${one}.label`)}
              </option>
            ))}
          </SelectField>
          <div className="space-y-2 sm:pt-6">
            <CheckboxField
              label={t("proxy")}
              hint={proxy ? t("proxyHint") : undefined}
              checked={proxy}
              onChange={(event) => setProxy(event.target.checked)}
            />
            <CheckboxField
              label={t("split")}
              hint={split ? t("splitHint") : undefined}
              checked={split}
              onChange={(event) => setSplit(event.target.checked)}
            />
          </div>
        </div>
        <div className="flex items-start gap-2 rounded-md border border-line bg-sunken px-3 py-2">
          <code className="wrap-anywhere min-w-0 flex-1 text-sm">
            {line.split(/ (?=-)/).map((part) => (
              // A line may end between two options, not after the dash of one.
              <span key={part} className="mr-[1ch] inline-block">
                {part}{" "}
              </span>
            ))}
          </code>
          <CopyButton text={line} label={t("copy")} />
        </div>
        <p className="max-w-prose text-muted text-sm">{t("tool")}</p>
      </div>
    </StepCard>
  );
}

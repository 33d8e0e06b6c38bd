"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Result } from "@/lib/result";
import type { FeatureRow } from "@/lib/updates/features/list-features";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { CheckboxField } from "../ui/field";
import { useCommand } from "../ui/use-command";

/** Asks before a feature is turned on: it cannot be turned off again. */
export function TurnOnDialog({
  feature,
  name,
  command,
  onClose,
}: {
  feature: FeatureRow;
  name: string;
  command(input: unknown): Promise<Result<unknown>>;
  onClose(): void;
}) {
  const t = useTranslations("features.page.turnOn");
  const common = useTranslations("common");
  const [understood, setUnderstood] = useState(!feature.isPreRelease);
  const { run, pending, failure } = useCommand(command, {
    success: t("asked", { name }),
    onSuccess: onClose,
    quiet: true,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={t("text")}
      footer={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            variant="primary"
            pending={pending}
            disabledReason={understood ? undefined : t("tickFirst")}
            onClick={() => run({ featureGuid: feature.featureGuid })}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
        {feature.isPreRelease ? (
          <>
            <Banner tone="warning" title={t("irreversible")}>
              {t("preRelease")}
            </Banner>
            <CheckboxField
              label={t("understood")}
              checked={understood}
              onChange={(event) => setUnderstood(event.target.checked)}
            />
          </>
        ) : null}
        {feature.waitsFor ? <p>{t("early", { update: feature.waitsFor.name })}</p> : null}
      </div>
    </Dialog>
  );
}

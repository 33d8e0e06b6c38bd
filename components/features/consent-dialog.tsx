"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { CheckboxField } from "../ui/field";
import { useCommand } from "../ui/use-command";

/** Consent to use pre-release features: once for the hierarchy, and never taken back. */
export function ConsentDialog({
  open,
  onOpenChange,
  command,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  command(input: unknown): Promise<Result<unknown>>;
}) {
  const t = useTranslations("features.page.consent");
  const common = useTranslations("common");
  const [understood, setUnderstood] = useState(false);
  const close = (next: boolean) => {
    setUnderstood(false);
    onOpenChange(next);
  };
  const { run, pending, failure } = useCommand(command, {
    success: t("given"),
    onSuccess: () => close(false),
    quiet: true,
  });
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={t("title")}
      description={t("text")}
      footer={
        <>
          <Button onClick={() => close(false)}>{common("cancel")}</Button>
          <Button
            variant="primary"
            pending={pending}
            disabledReason={understood ? undefined : t("tickFirst")}
            onClick={() => run({ confirm: true })}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
        <Banner tone="warning" title={t("irreversible")}>
          {t("irreversibleText")}
        </Banner>
        <CheckboxField
          label={t("understood")}
          checked={understood}
          onChange={(event) => setUnderstood(event.target.checked)}
        />
      </div>
    </Dialog>
  );
}

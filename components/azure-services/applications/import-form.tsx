"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FailureMessage } from "@/components/ui/failure-message";
import { useCommand } from "@/components/ui/use-command";
import type { Result } from "@/lib/result";
import { AppFormDialog } from "./app-form-dialog";
import type { ApplicationFormProps } from "./application-dialog";
import type { Verification } from "./use-verification";
import { VerificationResult } from "./verification-result";

/** What both dialogs of *Import apps* share: **Verify**, its result, and OK, which takes exactly what was verified. */
export function ImportForm({
  title,
  description,
  verification,
  onVerify,
  action,
  onBack,
  onClose,
  onDone,
  children,
}: Pick<ApplicationFormProps, "onBack" | "onClose" | "onDone"> & {
  title: string;
  description: string;
  verification: Verification;
  onVerify(): void;
  action(input: unknown): Promise<Result<{ applicationId: string }>>;
  /** The fields. */
  children: ReactNode;
}) {
  const t = useTranslations("azureServicesPage.apps");
  const save = useCommand(action, {
    quiet: true,
    onSuccess: ({ applicationId }) => onDone(applicationId),
  });
  const isVerified = verification.state === "verified";
  return (
    <AppFormDialog
      title={title}
      description={description}
      okLabel={t("ok")}
      okRefused={isVerified ? undefined : t("verify.first")}
      pending={save.pending}
      onOk={() => verification.id && save.run({ verificationId: verification.id })}
      onBack={onBack}
      onClose={onClose}
      extra={
        <Button
          variant={isVerified ? "secondary" : "primary"}
          pending={verification.state === "running"}
          onClick={() => {
            save.clear();
            onVerify();
          }}
        >
          {t("verify.verify")}
        </Button>
      }
    >
      <div className="space-y-4 pb-2">
        {children}
        <VerificationResult verification={verification} />
        {/* An edit takes the verification back, and with it what was said of its import. */}
        {isVerified && save.failure ? (
          <Banner tone="danger" live title={t("notImported")}>
            <FailureMessage failure={save.failure} />
          </Banner>
        ) : null}
      </div>
    </AppFormDialog>
  );
}

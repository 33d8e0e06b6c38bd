"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FailureMessage } from "@/components/ui/failure-message";
import type { UpdateCheckStatus } from "@/lib/updates/model";

/** The last check's error with cause and cure, and what it means for the list below. */
export function CatalogueErrorBanner({ check }: { check: UpdateCheckStatus }) {
  const t = useTranslations("updatesPage.check");
  // While a new check runs, nobody knows whether the old error still holds.
  const error = check.running ? null : check.error;
  if (!error) return null;
  return (
    <Banner
      tone="danger"
      live
      className="mb-4"
      title={t("failedTitle")}
      actions={
        <>
          <Button asChild size="sm">
            <Link href="/alerts">{t("toAlerts")}</Link>
          </Button>
          <Button asChild size="sm">
            <Link href="/components?component=SMS_DMP_DOWNLOADER">{t("toComponent")}</Link>
          </Button>
        </>
      }
    >
      <p>
        <FailureMessage failure={error} />
      </p>
      {check.succeededAt ? <p className="mt-1 text-muted">{t("failedUnchanged")}</p> : null}
    </Banner>
  );
}

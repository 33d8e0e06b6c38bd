"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { FailureMessage } from "@/components/ui/failure-message";
import type { Verification } from "./use-verification";

/** What became of *Verify*, said aloud; a refusal that has a field of its own is explained there. */
export function VerificationResult({
  verification: { state, failure, lacks, field },
}: {
  verification: Verification;
}) {
  const t = useTranslations("azureServicesPage.apps.verify");
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The form is longer than a small screen is high.
    if (state !== "none") shown.current?.scrollIntoView({ block: "nearest" });
  }, [state]);
  return <div ref={shown}>{content()}</div>;

  function content() {
    if (state === "running") {
      return (
        <p role="status" className="flex items-center gap-2">
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          {t("running")}
        </p>
      );
    }
    if (state === "verified") {
      return (
        <Banner tone={lacks ? "warning" : "success"} live title={t("verified")}>
          <p>{t("verifiedText")}</p>
          {lacks && (
            <p>
              {t("lacks")} <FailureMessage failure={lacks} />
            </p>
          )}
        </Banner>
      );
    }
    if (state !== "refused" || !failure) return null;
    return (
      <Banner tone="danger" live title={t("refused")}>
        {field ? t("atField") : <FailureMessage failure={failure} />}
      </Banner>
    );
  }
}

"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { UpdateDetail } from "@/lib/updates/model";
import { useReasonText } from "./reason-text";

/** Every rule SMS_HIERARCHY_MANAGER judged, what it found, and the verdict. */
export function ApplicabilityTab({ update }: { update: UpdateDetail }) {
  const t = useTranslations("updatesPage.applicability");
  const reasonText = useReasonText();
  const rules = update.applicability;
  const unmet = rules.filter((rule) => !rule.passed).length;
  return (
    <Card
      title={t("title")}
      description={
        update.applicabilityCheckedAt ? (
          <>
            {t("checked")} <RelativeTime at={update.applicabilityCheckedAt} />
          </>
        ) : undefined
      }
    >
      {rules.length === 0 ? (
        <p className="text-muted">{t("notChecked")}</p>
      ) : (
        <>
          <Banner
            tone={unmet === 0 ? "success" : "warning"}
            title={unmet === 0 ? t("applies") : t("appliesNot", { count: unmet })}
            className="mb-3"
          />
          <ul aria-label={t("label")} className="divide-y divide-line">
            {rules.map((rule) => (
              <li key={rule.rule} className="flex gap-3 py-2.5">
                {rule.passed ? (
                  <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-success" />
                ) : (
                  <CircleX aria-hidden className="mt-0.5 size-4.5 shrink-0 text-danger" />
                )}
                <p className="min-w-0">
                  <span className="sr-only">{t(rule.passed ? "passed" : "failed")}: </span>
                  {reasonText(rule)}
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

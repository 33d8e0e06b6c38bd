"use client";

import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { CheckedRequirement } from "@/lib/hierarchy/site-system-roles/requirements/model";
import { cn } from "../ui/cn";
import { useSizes } from "../ui/sizes";

const LOOKS = {
  passed: { icon: CircleCheck, classes: "text-success" },
  error: { icon: CircleAlert, classes: "text-danger" },
  warning: { icon: TriangleAlert, classes: "text-warning" },
  unknown: { icon: CircleDashed, classes: "text-faint" },
} as const;

/** What is to be done comes first. */
const ORDER = ["error", "warning", "unknown", "passed"] as const satisfies readonly (keyof typeof LOOKS)[];

const verdictOf = ({ outcome, severity }: CheckedRequirement): keyof typeof LOOKS =>
  outcome === "failed" ? severity : outcome;

/** What a server found out about itself: each requirement with why it matters, and its cure where it is not met. */
export function RequirementList({ checks }: { checks: readonly CheckedRequirement[] }) {
  const t = useTranslations("requirements");
  const { bytes } = useSizes();
  const inOrder = checks.toSorted((a, b) => ORDER.indexOf(verdictOf(a)) - ORDER.indexOf(verdictOf(b)));
  return (
    <ul aria-label={t("label")} className="divide-y divide-line">
      {inOrder.map((check) => {
        const verdict = verdictOf(check);
        const { icon: Icon, classes } = LOOKS[verdict];
        const words = `checks.${check.id}`;
        const params = Object.fromEntries(
          Object.entries(check.params).map(([name, value]) => [
            name,
            name.endsWith("Bytes") ? bytes(Number(value)) : value,
          ]),
        );
        return (
          <li key={check.id} data-requirement={check.id} data-verdict={verdict} className="flex gap-3 py-2.5">
            <Icon aria-hidden className={cn("mt-0.5 size-4.5 shrink-0", classes)} />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-medium">{t.has(`${words}.name`) ? t(`${words}.name`) : check.id}</span>
                <span className="text-muted text-sm">{t(`verdicts.${verdict}`)}</span>
              </p>
              {t.has(`${words}.name`) ? (
                <>
                  <p className="wrap-anywhere">{t(`${words}.outcomes.${check.outcome}`, params)}</p>
                  {check.outcome === "failed" ? (
                    <p className="mt-1 max-w-prose text-sm">
                      <span className="font-medium">{t("fix")} </span>
                      {t(`${words}.fix`)}
                    </p>
                  ) : null}
                  <p className="mt-0.5 max-w-prose text-muted text-sm">{t(`${words}.why`)}</p>
                </>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

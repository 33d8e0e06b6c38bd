"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { PrereqResult } from "@/lib/updates/servicing/model";
import { usePrereqText } from "./prereq-text";

const LOOKS = {
  error: { icon: CircleAlert, className: "text-danger" },
  warning: { icon: TriangleAlert, className: "text-warning" },
  passed: { icon: CircleCheck, className: "text-success" },
} as const;
const WORST_FIRST = { error: 0, warning: 1, passed: 2 } as const;

/** One line for each rule of the check, as the product's phase has it; what did not pass says why. */
export function RuleList({ rules, label }: { rules: readonly PrereqResult[]; label: string }) {
  const t = useTranslations("servicing.prereqs");
  const text = usePrereqText();
  return (
    <ul aria-label={label} className="mt-1 ml-7.5 border-line border-t sm:columns-2 sm:gap-x-8">
      {rules
        .toSorted((a, b) => WORST_FIRST[a.result] - WORST_FIRST[b.result])
        .map((rule) => {
          const { icon: Icon, className } = LOOKS[rule.result];
          const { name, explanation, cure } = text(rule);
          return (
            <li key={rule.rule} className="flex break-inside-avoid gap-2 py-1 text-sm">
              <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", className)} />
              <div className="min-w-0">
                <p>
                  {name} <span className="sr-only">: {t(`results.${rule.result}`)}</span>
                </p>
                {rule.result === "passed" ? null : (
                  <p className="wrap-anywhere text-muted">
                    {explanation} {cure}{" "}
                    {rule.link ? (
                      <Link href={rule.link} className="text-accent-ink underline underline-offset-2">
                        {t("cure")}
                      </Link>
                    ) : null}
                  </p>
                )}
              </div>
            </li>
          );
        })}
    </ul>
  );
}

"use client";

import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Precondition } from "@/lib/hierarchy/expansion/preconditions";
import { Banner } from "../../ui/banner";
import { cn } from "../../ui/cn";
import type { Missing } from "./choices";

/** Page *Before you begin*: everything that must hold, with what to do about what does not. */
export function PreconditionList({
  preconditions,
  lack,
}: {
  preconditions: readonly Precondition[];
  lack: Missing | null;
}) {
  const t = useTranslations("expansion");
  return (
    <div className="space-y-4">
      {lack ? <Banner tone="danger" live title={t(`missing.${lack}`)} /> : null}
      <ul aria-label={t("preconditionsLabel")} className="divide-y divide-line">
        {preconditions.map(({ id, passed, params }) => {
          const Icon = passed ? CircleCheck : CircleAlert;
          return (
            <li key={id} data-precondition={id} data-passed={passed} className="flex gap-3 py-2.5">
              <Icon
                aria-hidden
                className={cn("mt-0.5 size-4.5 shrink-0", passed ? "text-success" : "text-danger")}
              />
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                  <span className="font-medium">{t(`preconditions.${id}.name`)}</span>
                  <span className="text-muted text-sm">{t(passed ? "met" : "unmet")}</span>
                </p>
                {passed ? null : (
                  <p className="wrap-anywhere max-w-prose text-sm">
                    {t(`preconditions.${id}.unmet`, params)}
                  </p>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

"use client";

import { CircleCheck, CircleDashed, CircleDot } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { useLiveNow } from "@/components/ui/now";
import type { ComponentRow } from "@/lib/executive/model";
import { currentStep, PROCEDURE_STEPS } from "./procedure";

/** The documented way to restart a thread (reference/role.md §4.2), and how far the reader is on it. */
export function ProcedurePanel({
  row,
  restartPending,
}: {
  row: ComponentRow | null;
  restartPending: boolean;
}) {
  const t = useTranslations("componentsPage.procedure");
  const now = useLiveNow(10_000);
  const step = row ? currentStep(row, restartPending, now) : undefined;
  const at = step ? PROCEDURE_STEPS.indexOf(step) : step === null ? PROCEDURE_STEPS.length : -1;
  return (
    <Card title={t("title")} description={row ? t("for", { component: row.component }) : t("choose")}>
      {restartPending ? <p className="mb-3 font-medium text-warning">{t("pendingMode")}</p> : null}
      <ol className="space-y-2.5">
        {PROCEDURE_STEPS.map((name, index) => {
          const done = index < at;
          const current = index === at;
          const Icon = done ? CircleCheck : current ? CircleDot : CircleDashed;
          return (
            <li key={name} aria-current={current ? "step" : undefined} className="flex gap-2.5">
              <Icon
                aria-hidden
                className={cn(
                  "mt-0.5 size-4.5 shrink-0 text-faint",
                  done && "text-success",
                  current && "text-accent",
                )}
              />
              <span className={cn("min-w-0", current ? "font-semibold" : "text-muted")}>
                {done ? <span className="sr-only">{t("done")}: </span> : null}
                {t(`steps.${name}`)}
              </span>
            </li>
          );
        })}
      </ol>
      {step === null ? <p className="mt-3 text-success">{t("finished")}</p> : null}
    </Card>
  );
}

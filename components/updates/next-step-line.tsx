"use client";

import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { UpdateDetail } from "@/lib/updates/model";
import { type NextStep, nextStep } from "./next-step";

/** The tab where the reader finds what the sentence talks about. */
const LEADS_TO: Partial<
  Record<NextStep, "files" | "applicability" | "log" | "sites" | "prerequisites" | "status">
> = {
  "wait-for-replication": "sites",
  "repair-replication": "sites",
  "wait-for-check": "sites",
  "decide-warnings": "prerequisites",
  "install-despite-warnings": "prerequisites",
  "repair-prerequisites": "prerequisites",
  "wait-for-installation": "status",
  "wait-for-window": "sites",
  "wait-for-parent": "sites",
  restart: "sites",
  "repair-installation": "status",
  "wait-for-download": "files",
  "not-applicable": "applicability",
  "repair-applicability": "log",
  "repair-download": "log",
};

/** What happens next with the package, or what the reader can do. */
export function NextStepLine({ update, onTab }: { update: UpdateDetail; onTab(tab: string): void }) {
  const t = useTranslations("updatesPage.nextStep");
  const step = nextStep(update);
  const tab = LEADS_TO[step];
  return (
    <aside
      aria-label={t("title")}
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-accent-soft px-4 py-3"
    >
      <ArrowRight aria-hidden className="size-4.5 shrink-0 text-accent-ink max-sm:hidden" />
      <p className="min-w-0 max-w-4xl flex-1 basis-72">
        <strong className="font-semibold text-accent-ink">{t("title")}:</strong> {t(step)}
      </p>
      {tab ? (
        <Button size="sm" className="ml-auto" onClick={() => onTab(tab)}>
          {t(`to.${tab}`)}
        </Button>
      ) : null}
    </aside>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FailureMessage } from "@/components/ui/failure-message";
import type { CheckOutcome, CheckResult } from "@/lib/hierarchy/setup/checks";
import type { SetupPageProps } from "./setup-wizard";

const TONES = { passed: "success", warning: "warning", failed: "danger" } as const satisfies Record<
  CheckOutcome,
  Tone
>;

/** Page *Prerequisite Installation Check*: runs when it is opened, and again with *Run Check*. */
export function CheckPage({ check }: SetupPageProps) {
  const t = useTranslations("setup.check");
  const run = useRef(check.run);
  useEffect(() => run.current(), []);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose">{t("text")}</p>
        <Button onClick={check.run} pending={check.pending}>
          {t("run")}
        </Button>
      </div>
      <div aria-live="polite">
        {check.failure ? (
          <Banner tone="danger" title={<FailureMessage failure={check.failure} />} />
        ) : (
          <Verdict results={check.results} />
        )}
      </div>
      {check.results ? <Results results={check.results} /> : null}
    </div>
  );
}

function Verdict({ results }: { results: readonly CheckResult[] | null }) {
  const t = useTranslations("setup.check");
  if (!results) return <p className="text-muted">{t("running")}</p>;
  const count = (wanted: CheckOutcome) => results.filter(({ outcome }) => outcome === wanted).length;
  const failed = count("failed");
  return failed > 0 ? (
    <Banner tone="danger" title={t("failed", { count: failed })} />
  ) : (
    <Banner tone="success" title={t("ready", { warnings: count("warning") })} />
  );
}

function Results({ results }: { results: readonly CheckResult[] }) {
  const t = useTranslations("setup");
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {results.map(({ id, outcome, finding }) => (
        <li key={id} className="grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[7rem_minmax(0,1fr)]">
          <div>
            <StatusBadge tone={TONES[outcome]}>{t(`check.outcomes.${outcome}`)}</StatusBadge>
          </div>
          <div className="min-w-0">
            <p className="font-medium">{t(`checks.${id}`)}</p>
            {finding ? (
              <p className="break-words text-muted text-sm">
                <FailureMessage failure={finding} />
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

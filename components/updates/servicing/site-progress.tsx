"use client";

import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { FailureMessage } from "@/components/ui/failure-message";
import { ProgressBar, TransferProgress } from "@/components/ui/progress-bar";
import { Tooltip } from "@/components/ui/tooltip";
import type { SiteServicing } from "@/lib/updates/servicing/model";
import { NextAttempt } from "../download-progress";
import { updateStateView } from "../update-state-view";
import { currentStep, hasFailed, phaseFraction, phaseOf } from "./site-view";

/** The state of a package at one site, in the console's words; the number as a tooltip. */
export function SiteStateBadge({ state, prereqFlag }: { state: number; prereqFlag?: number }) {
  const t = useTranslations("updates.states");
  const view = updateStateView(state, prereqFlag);
  return (
    <Tooltip content={[view.numeric, view.name].filter(Boolean).join(" ")}>
      <span className="inline-flex text-left">
        <StatusBadge tone={view.tone} icon={view.icon} busy={view.busy}>
          {t(view.key)}
        </StatusBadge>
      </span>
    </Tooltip>
  );
}

/** How far a site is within its phase: the bytes on their way, or the step it is at; and why it stands still. */
export function SiteProgress({ site }: { site: SiteServicing }) {
  const t = useTranslations("servicing");
  const phase = phaseOf(site.state);
  const { replication } = site;
  if (site.error && hasFailed(site.state)) {
    return (
      <p className="wrap-anywhere text-danger text-sm">
        <FailureMessage failure={site.error} />
      </p>
    );
  }
  if (phase === "replication" && replication) {
    return (
      <div className="space-y-1">
        {/* Before the site has asked what it lacks, nobody knows how much will travel. */}
        {replication.bytesTotal > 0 ? (
          <TransferProgress
            label={t("sites.progressOf", { site: site.siteCode })}
            what={t("phases.replication")}
            bytesDone={replication.bytesDone}
            totalBytes={replication.bytesTotal}
            bytesPerSecond={replication.state === "sending" ? replication.bytesPerSecond : null}
            tone={replication.error ? "warning" : "accent"}
          />
        ) : null}
        {replication.error ? (
          <p className="wrap-anywhere text-sm text-warning">
            <FailureMessage failure={replication.error} />
          </p>
        ) : null}
        {replication.nextAttemptAt ? (
          <p className="text-muted text-sm">
            <NextAttempt at={replication.nextAttemptAt} />
          </p>
        ) : null}
      </div>
    );
  }
  const step = currentStep(site.steps);
  if (!step) return null;
  return (
    <div className="space-y-1">
      <ProgressBar
        fraction={phaseFraction(site)}
        label={t("sites.progressOf", { site: site.siteCode })}
        tone={hasFailed(site.state) ? "danger" : "accent"}
      />
      <p className="text-muted text-sm">
        {t.has(`steps.${step.step}`) ? t(`steps.${step.step}`) : step.step}
      </p>
    </div>
  );
}

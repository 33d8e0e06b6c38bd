"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { SelectField } from "@/components/ui/field";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { UpdateDetail } from "@/lib/updates/model";
import type { SiteServicing, UpdateServicing } from "@/lib/updates/servicing/model";
import { downloadSteps, type ShownStep } from "./download-steps";
import { RuleList } from "./rule-list";
import { SiteStateBadge } from "./site-progress";
import { hasFailed, isOver, PHASES } from "./site-view";
import { StepList } from "./step-list";

/** Updates and Servicing Status: every phase and step, the download of the hierarchy and then those of one site. */
export function StatusTab({ update, servicing }: { update: UpdateDetail; servicing: UpdateServicing }) {
  const t = useTranslations("servicing.status");
  const [chosen, choose] = useAddressParam("site");
  const { packageGuid } = update;
  const site = servicing.sites.find(({ siteCode }) => siteCode === chosen) ?? mostTelling(servicing.sites);
  const [topLevel] = servicing.sites;
  const isTopLevel = site === topLevel;
  return (
    <div className="space-y-4">
      {site ? (
        <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <SelectField
            label={t("site")}
            value={site.siteCode}
            onChange={(event) => choose(event.target.value)}
          >
            {servicing.sites.map(({ siteCode, siteName }) => (
              <option key={siteCode} value={siteCode}>
                {siteCode} – {siteName}
              </option>
            ))}
          </SelectField>
          <div className="pb-1">
            <SiteStateBadge state={site.state} prereqFlag={site.prereqFlag} />
          </div>
        </div>
      ) : null}
      {isTopLevel ? (
        <PhaseCard phase="download" packageGuid={packageGuid} steps={downloadSteps(update)} />
      ) : null}
      {site ? (
        PHASES.map((phase) => (
          <PhaseCard
            key={phase}
            phase={phase}
            packageGuid={packageGuid}
            siteCode={site.siteCode}
            steps={site.steps.filter((step) => step.phase === phase)}
          >
            {phase === "prerequisites" && site.prereqs.length > 0 ? (
              <RuleList rules={site.prereqs} label={t("rules", { site: site.siteCode })} />
            ) : null}
          </PhaseCard>
        ))
      ) : (
        <p className="text-muted">{t("emptyWhy")}</p>
      )}
    </div>
  );
}

function PhaseCard({
  phase,
  packageGuid,
  siteCode = "",
  steps,
  children,
}: {
  phase: "download" | (typeof PHASES)[number];
  packageGuid: string;
  siteCode?: string;
  steps: readonly ShownStep[];
  children?: ReactNode;
}) {
  const t = useTranslations("servicing");
  if (steps.length === 0) return null;
  return (
    <Card
      title={t(`phases.${phase}`)}
      actions={
        <Badge>{t("status.stepsDone", { done: steps.filter(isOver).length, all: steps.length })}</Badge>
      }
    >
      <StepList packageGuid={packageGuid} siteCode={siteCode} label={t(`phases.${phase}`)} steps={steps} />
      {children}
    </Card>
  );
}

/** Where something failed, else where something goes on, else the top-level site. */
const mostTelling = (sites: readonly SiteServicing[]): SiteServicing | undefined =>
  sites.find(({ state }) => hasFailed(state)) ??
  sites.find(({ steps }) => steps.some((step) => step.isComplete === 1)) ??
  sites[0];

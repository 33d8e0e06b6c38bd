"use client";

import { ListTree } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField } from "@/components/ui/field";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { ServicingStep, SiteServicing, UpdateServicing } from "@/lib/updates/servicing/model";
import { SiteStateBadge } from "./site-progress";
import { hasFailed, isOver, PHASES } from "./site-view";
import { StepList } from "./step-list";

/** Updates and Servicing Status: every phase and step at one site, as the product lists them. */
export function StatusTab({ servicing }: { servicing: UpdateServicing }) {
  const t = useTranslations("servicing.status");
  const [chosen, choose] = useAddressParam("site");
  const site = servicing.sites.find(({ siteCode }) => siteCode === chosen) ?? mostTelling(servicing.sites);
  if (!site) {
    return (
      <Card>
        <EmptyState icon={ListTree} title={t("empty")} description={t("emptyWhy")} />
      </Card>
    );
  }
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <SelectField label={t("site")} value={site.siteCode} onChange={(event) => choose(event.target.value)}>
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
      {PHASES.map((phase) => (
        <PhaseCard
          key={phase}
          packageGuid={servicing.packageGuid}
          site={site}
          phase={phase}
          steps={site.steps.filter((step) => step.phase === phase)}
        />
      ))}
    </div>
  );
}

function PhaseCard({
  packageGuid,
  site,
  phase,
  steps,
}: {
  packageGuid: string;
  site: SiteServicing;
  phase: (typeof PHASES)[number];
  steps: ServicingStep[];
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
      <StepList
        packageGuid={packageGuid}
        siteCode={site.siteCode}
        label={t(`phases.${phase}`)}
        steps={steps}
      />
    </Card>
  );
}

/** Where something failed, else where something goes on, else the top-level site. */
const mostTelling = (sites: readonly SiteServicing[]): SiteServicing | undefined =>
  sites.find(({ state }) => hasFailed(state)) ??
  sites.find(({ steps }) => steps.some((step) => step.isComplete === 1)) ??
  sites[0];

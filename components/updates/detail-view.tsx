"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Badge, type Tone } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { UpdateDetail } from "@/lib/updates/model";
import type { UpdateServicing } from "@/lib/updates/servicing/model";
import { ApplicabilityTab } from "./applicability-tab";
import { Description } from "./description";
import { FilesTab } from "./files-tab";
import { LogTab } from "./log-tab";
import { NextStepLine } from "./next-step-line";
import { OverviewTab } from "./overview-tab";
import { ProgressAnnouncer } from "./progress-announcer";
import { DecisionBanner } from "./servicing/decision-banner";
import { PrerequisitesTab } from "./servicing/prerequisites-tab";
import { RunsTab } from "./servicing/runs-tab";
import { waitsForDecision } from "./servicing/servicing-actions";
import { SitesTab } from "./servicing/sites-tab";
import { StatusTab } from "./servicing/status-tab";
import { StuckBanner } from "./servicing/stuck-banner";
import { UpdateActions } from "./update-actions";
import type { UpdateCommands } from "./update-commands";
import { UpdateStateBadge } from "./update-state-badge";

const TABS = [
  "overview",
  "sites",
  "prerequisites",
  "status",
  "runs",
  "files",
  "applicability",
  "log",
] as const;
type TabId = (typeof TABS)[number];

/** Before the first run of a package there is nothing to show of its sites. */
const OF_SERVICING: ReadonlySet<TabId> = new Set(["sites", "prerequisites", "runs"]);

interface DetailViewProps {
  initial: { update: UpdateDetail; servicing: UpdateServicing };
  commands: Pick<UpdateCommands, "package" | "servicing">;
  /** Connections the role opens at most for one download. */
  downloadStreams: number | null;
}

/** One update package, followed live. */
export function DetailView({ initial, commands, downloadStreams }: DetailViewProps) {
  const t = useTranslations("updatesPage");
  const input = { packageGuid: initial.update.packageGuid };
  const update = useLiveQuery("getUpdate", input, { initialData: initial.update }).data ?? initial.update;
  const servicing =
    useLiveQuery("getUpdateServicing", input, { initialData: initial.servicing }).data ?? initial.servicing;
  const [chosen, setTab] = useAddressParam("tab", "overview");
  const [, setSite] = useAddressParam("site");
  const tabs = TABS.filter((id) => !OF_SERVICING.has(id) || servicing.runs.length > 0);
  const tab = tabs.find((id) => id === chosen) ?? "overview";
  const openSteps = useCallback(
    (siteCode: string) => {
      setSite(siteCode);
      setTab("status");
    },
    [setSite, setTab],
  );
  const content = {
    overview: () => <OverviewTab update={update} downloadStreams={downloadStreams} />,
    sites: () => <SitesTab servicing={servicing} commands={commands.servicing} onOpenSteps={openSteps} />,
    prerequisites: () => <PrerequisitesTab servicing={servicing} />,
    status: () => <StatusTab update={update} servicing={servicing} />,
    runs: () => <RunsTab servicing={servicing} />,
    files: () => <FilesTab update={update} />,
    applicability: () => <ApplicabilityTab update={update} />,
    log: () => <LogTab packageGuid={update.packageGuid} />,
  } satisfies Record<TabId, () => ReactNode>;
  return (
    <>
      <PageHeader
        title={update.name}
        breadcrumbs={[{ label: t("title"), href: "/updates" }]}
        status={<UpdateStateBadge update={update} />}
        description={<Description update={update} />}
        actions={<UpdateActions update={update} commands={commands} size="md" />}
      />
      <DecisionBanner
        update={update}
        commands={commands.servicing}
        onShowWarnings={() => setTab("prerequisites")}
      />
      <StuckBanner update={update} commands={commands.servicing} onShowLog={() => setTab("log")} />
      {/* The decision says what is next by itself. */}
      {waitsForDecision(update) ? null : <NextStepLine update={update} onTab={setTab} />}
      <Tabs
        label={t("detail.tabsLabel")}
        value={tab}
        onChange={setTab}
        tabs={tabs.map((id) => ({
          id,
          label: (
            <>
              {t(`detail.tabs.${id}`)}
              <TabCount id={id} update={update} servicing={servicing} />
            </>
          ),
          content: id === tab ? content[id]() : null,
        }))}
      />
      <ProgressAnnouncer updates={[update]} />
    </>
  );
}

/** What is countable behind a tab; what needs attention is coloured. */
function TabCount({
  id,
  update,
  servicing,
}: {
  id: TabId;
  update: UpdateDetail;
  servicing: UpdateServicing;
}) {
  const open = servicing.sites.flatMap((site) => site.prereqs.filter((rule) => rule.result !== "passed"));
  const counts: Partial<Record<TabId, { count: number; tone: Tone }>> = {
    sites: { count: servicing.sites.length, tone: "neutral" },
    prerequisites: {
      count: open.length,
      tone: open.some((rule) => rule.result === "error") ? "danger" : "warning",
    },
    runs: { count: servicing.runs.length, tone: "neutral" },
    files: { count: update.files.length, tone: "neutral" },
    applicability: {
      count: update.applicability.filter((reason) => !reason.passed).length,
      tone: "warning",
    },
  };
  const shown = counts[id];
  return shown && shown.count > 0 ? <Badge tone={shown.tone}>{shown.count}</Badge> : null;
}

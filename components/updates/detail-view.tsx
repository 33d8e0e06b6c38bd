"use client";

import { useTranslations } from "next-intl";
import { useLiveQuery } from "@/components/live/use-live-query";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { useAddressParam } from "@/components/ui/use-address-param";
import type { UpdateDetail } from "@/lib/updates/model";
import { ApplicabilityTab } from "./applicability-tab";
import { Description } from "./description";
import { FilesTab } from "./files-tab";
import { LogTab } from "./log-tab";
import { NextStepLine } from "./next-step-line";
import { OverviewTab } from "./overview-tab";
import { ProgressAnnouncer } from "./progress-announcer";
import { UpdateActions } from "./update-actions";
import type { UpdateCommands } from "./update-commands";
import { UpdateStateBadge } from "./update-state-badge";

const TABS = ["overview", "files", "applicability", "log"] as const;

interface DetailViewProps {
  initial: UpdateDetail;
  commands: UpdateCommands["package"];
  /** Connections the role opens at most for one download. */
  downloadStreams: number | null;
}

/** One update package, followed live. */
export function DetailView({ initial, commands, downloadStreams }: DetailViewProps) {
  const t = useTranslations("updatesPage");
  const input = { packageGuid: initial.packageGuid };
  const update = useLiveQuery("getUpdate", input, { initialData: initial }).data ?? initial;
  const [chosen, setTab] = useAddressParam("tab", "overview");
  const tab = TABS.find((id) => id === chosen) ?? "overview";
  const unmet = update.applicability.filter((reason) => !reason.passed).length;
  const content = {
    overview: <OverviewTab update={update} downloadStreams={downloadStreams} />,
    files: <FilesTab update={update} />,
    applicability: <ApplicabilityTab update={update} />,
    log: <LogTab update={update} />,
  };
  const count = { overview: 0, files: update.files.length, applicability: unmet, log: 0 };
  return (
    <>
      <PageHeader
        title={update.name}
        breadcrumbs={[{ label: t("title"), href: "/updates" }]}
        status={<UpdateStateBadge update={update} />}
        description={<Description update={update} />}
        actions={<UpdateActions update={update} commands={commands} size="md" />}
      />
      <NextStepLine update={update} onTab={setTab} />
      <Tabs
        label={t("detail.tabsLabel")}
        value={tab}
        onChange={setTab}
        tabs={TABS.map((id) => ({
          id,
          label: (
            <>
              {t(`detail.tabs.${id}`)}
              {count[id] > 0 ? (
                <Badge tone={id === "applicability" ? "warning" : "neutral"}>{count[id]}</Badge>
              ) : null}
            </>
          ),
          content: content[id],
        }))}
      />
      <ProgressAnnouncer updates={[update]} />
    </>
  );
}

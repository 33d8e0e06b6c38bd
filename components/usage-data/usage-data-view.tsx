"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { UsageDataCatalogue } from "@/lib/usage-data/get-usage-data-catalogue";
import type { UsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import type { UsageDataRuns } from "@/lib/usage-data/list-usage-data-runs";
import { useLiveQuery } from "../live/use-live-query";
import { PageHeader } from "../ui/page-header";
import { Tabs } from "../ui/tabs";
import { useAddressParam } from "../ui/use-address-param";
import { CatalogueProvider } from "./catalogue";
import { chooseRun } from "./choose-run";
import { CompareTab } from "./compare-tab";
import { HistoryTab } from "./history-tab";
import { LeavesTab } from "./leaves-tab";
import { LevelTab } from "./level-tab";
import { ProtectionTab } from "./protection-tab";
import { StatusCard } from "./status-card";
import { UploadBanner } from "./upload-banner";
import { UsageDataActions } from "./usage-data-actions";
import type { UsageDataCommands } from "./usage-data-commands";

const TABS = ["leaves", "compare", "level", "history", "protection"] as const;
type TabId = (typeof TABS)[number];

interface UsageDataViewProps {
  initial: { status: UsageDataStatus; runs: UsageDataRuns; role: RoleStatus };
  catalogue: UsageDataCatalogue;
  commands: UsageDataCommands;
}

/** Diagnostics and usage data: what is collected, what leaves, at which level, and what came of it; followed live. */
export function UsageDataView({ initial, catalogue, commands }: UsageDataViewProps) {
  const t = useTranslations("usageDataPage");
  const { data: status = initial.status } = useLiveQuery(
    "getUsageDataStatus",
    {},
    { initialData: initial.status },
  );
  const { data: role = initial.role } = useLiveQuery("getRoleStatus", {}, { initialData: initial.role });
  const { data = initial.runs } = useLiveQuery("listUsageDataRuns", {}, { initialData: initial.runs });
  const runs = data.rows;
  const [chosen, setTab] = useAddressParam("tab", "leaves");
  const [, setRun] = useAddressParam("run");
  const [, setBefore] = useAddressParam("before");
  const [, setAfter] = useAddressParam("after");
  const [, setEntry] = useAddressParam("entry");
  const show = useCallback(
    (runId: string) => {
      setEntry("");
      setRun(runId);
      setTab("leaves");
    },
    [setEntry, setRun, setTab],
  );
  const compare = useCallback(
    (runId: string) => {
      setEntry("");
      setBefore("");
      setAfter(runId);
      setTab("compare");
    },
    [setEntry, setBefore, setAfter, setTab],
  );
  const comparePreview = useCallback(
    (runId: string) => {
      setBefore(chooseRun(runs, status.level)?.runId ?? "");
      setAfter(runId);
      setTab("compare");
    },
    [runs, status.level, setBefore, setAfter, setTab],
  );
  const tab = TABS.find((id) => id === chosen) ?? "leaves";
  const content = {
    leaves: () => <LeavesTab runs={runs} level={status.level} commands={commands} onCompare={compare} />,
    compare: () => (
      <CompareTab runs={runs} level={status.level} command={commands.preview} onPreview={comparePreview} />
    ),
    level: () => <LevelTab status={status} runs={runs} commands={commands} onPreview={comparePreview} />,
    history: () => <HistoryTab newest={data} onShow={show} onCompare={compare} />,
    protection: () => <ProtectionTab />,
  } satisfies Record<TabId, () => ReactNode>;
  return (
    <CatalogueProvider catalogue={catalogue}>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<UsageDataActions status={status} runs={runs} commands={commands} />}
      />
      <div className="space-y-4">
        <UploadBanner status={status} runs={runs} />
        <StatusCard status={status} role={role} runs={runs} />
        <Tabs
          label={t("title")}
          value={tab}
          onChange={setTab}
          tabs={TABS.map((id) => ({
            id,
            label: t(`tabs.${id}`),
            content: id === tab ? content[id]() : null,
          }))}
        />
      </div>
    </CatalogueProvider>
  );
}

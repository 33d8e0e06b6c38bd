"use client";

import { ArrowLeftRight, Equal, GitCompareArrows, Hourglass } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { useLiveQuery } from "../live/use-live-query";
import { Banner } from "../ui/banner";
import { IconButton } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { FailureMessage } from "../ui/failure-message";
import { useAddressParam } from "../ui/use-address-param";
import { choosePair, lastSent, readable } from "./choose-run";
import { DifferenceList } from "./difference-list";
import { LevelPreviews } from "./level-previews";
import { RunSelect } from "./run-select";
import type { UsageDataCommands } from "./usage-data-commands";

interface CompareTabProps {
  runs: readonly UsageDataRun[];
  level: number;
  command: UsageDataCommands["preview"];
  onPreview(runId: string): void;
}

/** What differs: to the last upload, between any two collections, and between levels. */
export function CompareTab({ runs, level, command, onPreview }: CompareTabProps) {
  const t = useTranslations("usageDataPage.compare");
  const [askedBefore, setBefore] = useAddressParam("before");
  const [askedAfter, setAfter] = useAddressParam("after");
  const all = readable(runs);
  const find = (runId: string) => all.find((run) => run.runId === runId);
  const pair = choosePair(runs, level);
  const after = find(askedAfter) ?? pair?.after;
  const before = find(askedBefore) ?? (find(askedAfter) ? lastSent(runs, after) : undefined) ?? pair?.before;
  return (
    <div className="space-y-4">
      <LevelPreviews runs={runs} level={level} command={command} onCompare={onPreview} />
      {isAwaited(runs, askedAfter) ? (
        <Card>
          <EmptyState icon={Hourglass} title={t("awaited")} description={t("awaitedWhy")} />
        </Card>
      ) : before && after ? (
        <Card padded={false}>
          <div className="grid grid-cols-[1fr_auto_1fr] items-end gap-2 p-4 max-sm:grid-cols-1">
            <RunSelect label={t("before")} runs={all} value={before.runId} onChange={setBefore} />
            <IconButton
              label={t("swap")}
              className="max-sm:justify-self-center"
              onClick={() => {
                setBefore(after.runId);
                setAfter(before.runId);
              }}
            >
              <ArrowLeftRight aria-hidden className="max-sm:rotate-90" />
            </IconButton>
            <RunSelect label={t("after")} runs={all} value={after.runId} onChange={setAfter} />
          </div>
          <Difference before={before.runId} after={after.runId} />
        </Card>
      ) : (
        <Card>
          <EmptyState icon={GitCompareArrows} title={t("tooFew")} description={t("tooFewWhy")} />
        </Card>
      )}
    </div>
  );
}

/** Whether the run that was asked for is still to come. */
const isAwaited = (runs: readonly UsageDataRun[], runId: string): boolean =>
  runs.some((run) => run.runId === runId && (run.state === "waiting" || run.state === "collecting"));

function Difference({ before, after }: { before: string; after: string }) {
  const t = useTranslations("usageDataPage.compare");
  const common = useTranslations("common");
  const { data, error } = useLiveQuery("compareUsageDataRuns", { before, after });
  if (error) {
    return (
      <div className="p-4 pt-0">
        <Banner tone="danger" live title={<FailureMessage failure={error.failure} />} />
      </div>
    );
  }
  if (!data) {
    return (
      <p role="status" className="px-4 pb-6 text-muted">
        {common("loading")}
      </p>
    );
  }
  if (data.items.length === 0) {
    return <EmptyState icon={Equal} title={t("equal")} description={t("equalHint", { count: data.same })} />;
  }
  return <DifferenceList difference={data} />;
}

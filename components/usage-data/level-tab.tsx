"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { UsageDataStatus } from "@/lib/usage-data/get-usage-data-status";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { USAGE_DATA_LEVELS, type UsageDataLevel } from "@/lib/usage-data/model";
import { useDeniedReason } from "../shell/access";
import { Badge } from "../ui/badge";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { RadioCards } from "../ui/radio-cards";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { LEVELS, LevelBadge, levelOf, useLevelName } from "./badges";
import { useCatalogue } from "./catalogue";
import { readable } from "./choose-run";
import { LevelChangeDialog } from "./level-change-dialog";
import type { UsageDataCommands } from "./usage-data-commands";

interface LevelTabProps {
  status: UsageDataStatus;
  runs: readonly UsageDataRun[];
  commands: Pick<UsageDataCommands, "changeLevel" | "preview">;
  /** Shows a preview beside what leaves, as soon as it is there. */
  onPreview(runId: string): void;
}

/** The level of usage data: chosen here, used by the next collection. */
export function LevelTab({ status, runs, commands, onPreview }: LevelTabProps) {
  const t = useTranslations("usageDataPage.level");
  const levels = useTranslations("usageDataPage.levels");
  const common = useTranslations("common");
  const deniedReason = useDeniedReason();
  const denied = deniedReason("usage-data.change-level");
  const preview = useCommand(commands.preview, { onSuccess: ({ runId }) => onPreview(runId) });
  const [chosen, choose] = useState<UsageDataLevel | null>(null);
  const [asking, setAsking] = useState(false);
  const current = levelOf(status.level);
  const level = chosen ?? current;
  const { items } = useCatalogue();
  const countOf = (of: UsageDataLevel) => {
    const own = items.filter((item) => item.level === of && item.change !== "removed");
    return { count: own.length, here: own.filter((item) => item.hasSource).length };
  };
  const lastRun = readable(runs).find((run) => run.purpose !== "preview");
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <div className="min-w-0 space-y-4 lg:col-span-2">
        {lastRun && lastRun.requestedAt < status.levelChangedAt && lastRun.level !== status.level ? (
          <Banner tone="info" title={t("pendingTitle")}>
            <p>{t("pending", { level: levels(`${USAGE_DATA_LEVELS[current]}.name`) })}</p>
          </Banner>
        ) : null}
        <Card title={t("title")} description={t("hint")}>
          <RadioCards<`${UsageDataLevel}`>
            stacked
            legend={<span className="sr-only">{t("title")}</span>}
            value={`${level}`}
            onChange={(value) => choose(levelOf(Number(value)))}
            disabled={denied !== undefined}
            options={LEVELS.map((one) => {
              const key = USAGE_DATA_LEVELS[one];
              return {
                value: `${one}` as const,
                title: levels(`${key}.name`),
                badge:
                  one === current ? (
                    <Badge tone="accent">{t("inForce")}</Badge>
                  ) : one === 2 ? (
                    <Badge>{t("default")}</Badge>
                  ) : null,
                children: (
                  <div className="space-y-1.5">
                    <p>{levels(`${key}.adds`)}</p>
                    <p>{levels(`${key}.never`)}</p>
                    <p className="text-sm">{t("counts", countOf(one))}</p>
                  </div>
                ),
              };
            })}
          />
          <div className="mt-4 flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              disabledReason={denied ?? (level === current ? t("unchanged") : undefined)}
              onClick={() => setAsking(true)}
            >
              {t("change")}
            </Button>
            {level === current ? null : (
              <>
                <Button
                  pending={preview.pending}
                  disabledReason={deniedReason("usage-data.collect")}
                  onClick={() => preview.run({ level })}
                >
                  <Eye aria-hidden />
                  {t("previewFirst")}
                </Button>
                <Button variant="ghost" onClick={() => choose(null)}>
                  {common("cancel")}
                </Button>
              </>
            )}
          </div>
        </Card>
      </div>
      <State status={status} lastRun={lastRun} />
      <LevelChangeDialog
        open={asking}
        onOpenChange={setAsking}
        from={current}
        to={level}
        runs={runs}
        nextCollectionAt={status.nextCollectionAt}
        command={commands.changeLevel}
        onChanged={() => choose(null)}
      />
    </div>
  );
}

function State({ status, lastRun }: { status: UsageDataStatus; lastRun: UsageDataRun | undefined }) {
  const t = useTranslations("usageDataPage.level");
  const common = useTranslations("common");
  const name = useLevelName();
  return (
    <Card title={t("state")}>
      <KeyValueList
        items={[
          { label: t("inForce"), value: name(status.level) },
          {
            label: t("changed"),
            value: (
              <>
                <RelativeTime at={status.levelChangedAt} />, {status.levelChangedBy}
              </>
            ),
          },
          {
            label: t("lastCollection"),
            value: lastRun?.finishedAt ? (
              <span className="flex flex-wrap items-center gap-2">
                <LevelBadge level={lastRun.level} /> <AbsoluteTime at={lastRun.finishedAt} />
              </span>
            ) : (
              common("never")
            ),
          },
          {
            label: t("nextCollection"),
            value: status.nextCollectionAt ? (
              <AbsoluteTime at={status.nextCollectionAt} style="zoned" />
            ) : (
              common("unknown")
            ),
          },
        ]}
      />
    </Card>
  );
}

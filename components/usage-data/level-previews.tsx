"use client";

import { Eye, GitCompareArrows } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import type { UsageDataLevel } from "@/lib/usage-data/model";
import { useDeniedReason } from "../shell/access";
import { Badge, StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { LEVELS, useLevelName } from "./badges";
import { chooseRun, readable } from "./choose-run";
import type { UsageDataCommands } from "./usage-data-commands";

interface LevelPreviewsProps {
  runs: readonly UsageDataRun[];
  /** The level in force. */
  level: number;
  command: UsageDataCommands["preview"];
  /** Shows a preview beside what leaves, as soon as it is there. */
  onCompare(previewId: string): void;
}

/** What each level would collect now: a collection that is never sent, to be compared with the one that leaves. */
export function LevelPreviews({ runs, level, command, onCompare }: LevelPreviewsProps) {
  const t = useTranslations("usageDataPage.previews");
  return (
    <Card title={t("title")} description={t("hint")}>
      <ul className="grid gap-3 lg:grid-cols-3">
        {LEVELS.map((one) => (
          <Preview
            key={one}
            level={one}
            inForce={one === level}
            runs={runs}
            current={chooseRun(runs, level)}
            command={command}
            onCompare={onCompare}
          />
        ))}
      </ul>
    </Card>
  );
}

function Preview({
  level,
  inForce,
  runs,
  current,
  command,
  onCompare,
}: {
  level: UsageDataLevel;
  inForce: boolean;
  runs: readonly UsageDataRun[];
  current: UsageDataRun | undefined;
  command: UsageDataCommands["preview"];
  onCompare: LevelPreviewsProps["onCompare"];
}) {
  const t = useTranslations("usageDataPage.previews");
  const name = useLevelName()(level);
  const denied = useDeniedReason()("usage-data.collect");
  const { run, pending } = useCommand(command, { onSuccess: ({ runId }) => onCompare(runId) });
  const own = runs.filter((one) => one.purpose === "preview" && one.level === level);
  const open = own.find((one) => one.state === "waiting" || one.state === "collecting");
  const ready = readable(own)[0];
  const failed = !open && own[0]?.state === "failed";
  return (
    <li className="flex flex-col gap-2 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{name}</h3>
        {inForce ? <Badge tone="accent">{t("inForce")}</Badge> : null}
      </div>
      <p className="text-muted text-sm">
        {open ? (
          <StatusBadge tone="info" busy={open.state === "collecting"}>
            {t(open.state === "collecting" ? "collecting" : "waiting")}
          </StatusBadge>
        ) : ready?.finishedAt ? (
          <>
            {t("ready", { count: ready.collected })} <RelativeTime at={ready.finishedAt} />
          </>
        ) : (
          t(failed ? "failed" : "none")
        )}
      </p>
      <div className="mt-auto flex flex-wrap gap-2">
        {ready && current && ready !== current ? (
          <Button size="sm" variant="primary" onClick={() => onCompare(ready.runId)}>
            <GitCompareArrows aria-hidden />
            {t("compare")}
            <span className="sr-only">: {name}</span>
          </Button>
        ) : null}
        <Button
          size="sm"
          pending={pending || open !== undefined}
          disabledReason={denied}
          onClick={() => run({ level })}
        >
          <Eye aria-hidden />
          {t(ready ? "again" : "preview")}
          <span className="sr-only">: {name}</span>
        </Button>
      </div>
    </li>
  );
}

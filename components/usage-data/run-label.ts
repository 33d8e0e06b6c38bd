"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { useLevelName } from "./badges";
import { standingOf } from "./choose-run";

/** Returns the words by which a run is chosen: when, at which level, and how it stands to what leaves. */
export function useRunLabel(): (run: UsageDataRun) => string {
  const t = useTranslations("usageDataPage.standing");
  const format = useFormatter();
  const levelName = useLevelName();
  return (run) =>
    [
      format.dateTime(run.finishedAt ?? run.requestedAt, { dateStyle: "medium", timeStyle: "short" }),
      levelName(run.level),
      t(standingOf(run)),
    ].join(" · ");
}

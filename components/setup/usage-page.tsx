"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { RadioCards } from "@/components/ui/radio-cards";
import { LEVELS, levelOf } from "@/components/usage-data/badges";
import { USAGE_DATA_LEVELS, type UsageDataLevel } from "@/lib/usage-data/model";
import type { SetupPageProps } from "./setup-wizard";

/** What Setup chooses when nobody does (reference/role.md §2). */
const DEFAULT_LEVEL: UsageDataLevel = 2;

/** Page *Usage Data*: what each level means. */
export function UsagePage({ draft: { input }, onChange }: SetupPageProps) {
  const t = useTranslations("setup.usage");
  const levels = useTranslations("usageDataPage.levels");
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("text")}</p>
      <RadioCards<`${UsageDataLevel}`>
        stacked
        legend={t("level")}
        value={`${input.usageDataLevel}`}
        onChange={(value) => onChange({ usageDataLevel: levelOf(Number(value)) })}
        options={LEVELS.map((level) => {
          const key = USAGE_DATA_LEVELS[level];
          return {
            value: `${level}` as const,
            title: levels(`${key}.name`),
            badge: level === DEFAULT_LEVEL ? <Badge>{t("default")}</Badge> : null,
            children: (
              <div className="space-y-1.5">
                <p>{levels(`${key}.adds`)}</p>
                <p>{levels(`${key}.never`)}</p>
              </div>
            ),
          };
        })}
      />
      <p className="max-w-prose text-muted text-sm">{t("later")}</p>
    </div>
  );
}

"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLiveQuery } from "../live/use-live-query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { LevelBadge } from "../usage-data/badges";

/** Where the product's dialog has the level; here it is chosen beside what it means. */
export function UsageDataTab() {
  const t = useTranslations("settings.page.usageData");
  const loading = useTranslations("common")("loading");
  const { data: status } = useLiveQuery("getUsageDataStatus");
  return (
    <Card title={t("title")} description={t("hint")}>
      <KeyValueList
        items={[{ label: t("level"), value: status ? <LevelBadge level={status.level} /> : loading }]}
      />
      <div className="mt-4 flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <Link href="/usage-data?tab=level">
            {t("open")}
            <ArrowRight aria-hidden />
          </Link>
        </Button>
        <Button asChild>
          <Link href="/usage-data">{t("preview")}</Link>
        </Button>
      </div>
    </Card>
  );
}

"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RecoveryView } from "@/lib/backup/recovery/model";
import { useLiveQuery } from "../live/use-live-query";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";

/** Leads to the after-recovery checklist until it is closed. */
export function RecoveryBanner({ initial }: { initial: RecoveryView }) {
  const t = useTranslations("recoveryPage.banner");
  const { data } = useLiveQuery("getRecovery", {}, { initialData: initial });
  const recovery = data ?? initial;
  if (recovery.closed) return null;
  return (
    <Banner
      tone={recovery.open > 0 ? "warning" : "info"}
      title={t("title", { site: recovery.siteCode })}
      className="mb-4"
      actions={
        <Button asChild>
          <Link href="/backup/recovery">{t("action")}</Link>
        </Button>
      }
    >
      <p>{t("text", { count: recovery.open })}</p>
    </Banner>
  );
}

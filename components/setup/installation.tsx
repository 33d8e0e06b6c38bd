"use client";

import { CircleCheck, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Completion } from "@/components/ui/wizard/completion";
import type { InstalledSite } from "@/lib/hierarchy/setup/install-site";

/** Page *Installation*: one transaction, so its steps are done together or not at all. */
export function Installation({
  installed,
  userName,
}: {
  /** Null while it is under way. */
  installed: InstalledSite | null;
  userName: string;
}) {
  const t = useTranslations("setup.installation");
  if (!installed)
    return (
      <Card title={t("title")}>
        <p role="status" className="flex items-center gap-2.5">
          <LoaderCircle aria-hidden className="size-5 shrink-0 animate-spin text-accent" />
          {t("working")}
        </p>
      </Card>
    );
  const { siteCode, siteName, steps } = installed;
  return (
    <div className="space-y-4">
      <Completion
        title={t("completed", { siteCode, siteName })}
        text={t("completedText", { user: userName })}
        actions={
          <Button asChild variant="primary">
            {/* A whole load: what this window knew was true before there was a site. */}
            <a href="/sign-in">{t("signIn")}</a>
          </Button>
        }
      />
      <Card title={t("title")}>
        <ol className="space-y-2">
          {steps.map(({ id, tookMs }) => (
            <li key={id} className="flex items-center gap-2.5">
              <CircleCheck aria-label={t("done")} className="size-5 shrink-0 text-success" />
              <span className="min-w-0 flex-1">{t(`steps.${id}`)}</span>
              <span className="text-muted text-sm tabular-nums">{t("took", { ms: tookMs })}</span>
            </li>
          ))}
        </ol>
      </Card>
    </div>
  );
}

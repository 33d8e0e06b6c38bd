"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { HierarchySettings } from "@/lib/hierarchy/hierarchy-settings";
import { ConsentDialog } from "../features/consent-dialog";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { AbsoluteTime } from "../ui/relative-time";
import type { SettingsCommands } from "./settings-commands";

/** The consent to pre-release features: once, and for good. */
export function GeneralTab({
  settings,
  command,
}: {
  settings: HierarchySettings;
  command: SettingsCommands["consent"];
}) {
  const t = useTranslations("settings.page.general");
  const denied = useDeniedReason()("features.consent");
  const [open, setOpen] = useState(false);
  return (
    <Card title={t("title")} description={t("hint")}>
      <div className="space-y-3">
        {settings.preReleaseConsentAt ? (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StatusBadge tone="success">{t("given")}</StatusBadge>
            <span className="text-muted">
              {settings.preReleaseConsentBy}, <AbsoluteTime at={settings.preReleaseConsentAt} />
            </span>
          </div>
        ) : (
          <>
            <StatusBadge tone="neutral">{t("missing")}</StatusBadge>
            <p>
              <Button disabledReason={denied} onClick={() => setOpen(true)}>
                {t("open")}
              </Button>
            </p>
          </>
        )}
        <p>
          <Link href="/updates/features" className="rounded-sm text-accent-ink hover:underline">
            {t("features")}
          </Link>
        </p>
      </div>
      <ConsentDialog open={open} onOpenChange={setOpen} command={command} />
    </Card>
  );
}

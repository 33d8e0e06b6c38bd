"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { STEP_STATE } from "@/lib/updates/servicing/model";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { useCommand } from "../ui/use-command";
import { canRetrySite } from "../updates/servicing/site-view";
import { StepList } from "../updates/servicing/step-list";
import { updateStateView } from "../updates/update-state-view";
import type { SiteCommands } from "./site-commands";

interface InstallStatusDialogProps {
  siteCode: string;
  packageGuid: string;
  retry: SiteCommands["retrySite"];
  onClose(): void;
}

/** *Show Install Status*: the steps of an update at one secondary site, live, and *Retry installation*. */
export function InstallStatusDialog({ siteCode, packageGuid, retry, onClose }: InstallStatusDialogProps) {
  const t = useTranslations("hierarchy.upgrade");
  const states = useTranslations("updates.states");
  const common = useTranslations("common");
  const denied = useDeniedReason()("updates.retry");
  const { data: servicing } = useLiveQuery("getUpdateServicing", { packageGuid });
  const { run, pending } = useCommand(retry, { success: t("retried", { site: siteCode }) });
  const site = servicing?.sites.find((row) => row.siteCode === siteCode);
  const begun = site?.steps.filter((step) => step.isComplete !== STEP_STATE.notStarted) ?? [];
  const look = site ? updateStateView(site.state, site.prereqFlag) : null;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={t("statusTitle", { site: siteCode })}
      description={servicing?.name}
      footer={
        <>
          {site && canRetrySite(site.state) ? (
            <Button pending={pending} disabledReason={denied} onClick={() => run({ packageGuid, siteCode })}>
              {t("retry")}
            </Button>
          ) : null}
          <Button onClick={onClose}>{common("close")}</Button>
        </>
      }
    >
      {site && look ? (
        <div className="space-y-3">
          <p className="flex flex-wrap items-center gap-3">
            <StatusBadge tone={look.tone} icon={look.icon} busy={look.busy}>
              {states(look.key)}
            </StatusBadge>
            <span className="text-muted">
              <RelativeTime at={site.lastUpdateTime} />
            </span>
          </p>
          {begun.length > 0 ? (
            <StepList packageGuid={packageGuid} siteCode={siteCode} label={t("steps")} steps={begun} />
          ) : (
            <p className="text-muted">{t("noSteps")}</p>
          )}
          <Link
            href={`/updates/${packageGuid}?tab=log&site=${siteCode}`}
            className="rounded-sm font-medium text-accent-ink hover:underline"
          >
            {t("log")}
          </Link>
        </div>
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </Dialog>
  );
}

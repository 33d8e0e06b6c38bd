"use client";

import { ArrowUpCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { FailureMessage } from "../ui/failure-message";
import { useCommand } from "../ui/use-command";
import { updateStateView } from "../updates/update-state-view";
import { InstallStatusDialog } from "./install-status-dialog";
import type { SiteCommands } from "./site-commands";
import type { SiteDetail } from "./site-view";

/** **Upgrade** of a secondary site, and *Show Install Status*: never automatic, only after its parent. */
export function UpgradeSecondary({
  site,
  commands,
}: {
  site: SiteDetail;
  commands: Pick<SiteCommands, "upgradeSecondarySite" | "retrySite">;
}) {
  const t = useTranslations("hierarchy.upgrade");
  const denied = useDeniedReason()("secondary-site.update");
  const [asking, setAsking] = useState(false);
  const [showing, setShowing] = useState(false);
  const parentCode = site.parentSiteCode ?? "";
  const { data: parent } = useLiveQuery("getSite", { siteCode: parentCode }, { enabled: parentCode !== "" });
  const { run, pending, failure, clear } = useCommand(commands.upgradeSecondarySite, {
    success: t("begun", { site: site.siteCode }),
    onSuccess() {
      setAsking(false);
      setShowing(true);
    },
    quiet: true,
  });
  const latest = site.updates[0];
  const isRunning = latest !== undefined && updateStateView(latest.state).busy;
  const reason = denied ?? whyNot();
  function whyNot(): string | undefined {
    if (isRunning) return t("running");
    if (parent && parent.fullVersion === site.fullVersion) {
      return t("upToDate", { parent: parent.siteCode, version: parent.fullVersion });
    }
    return undefined;
  }
  return (
    <>
      {latest ? <Button onClick={() => setShowing(true)}>{t("showStatus")}</Button> : null}
      <Button
        variant="primary"
        disabledReason={reason}
        onClick={() => {
          clear();
          setAsking(true);
        }}
      >
        <ArrowUpCircle aria-hidden />
        {t("open")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("title", { site: site.siteCode })}
        description={t("text", {
          from: site.fullVersion,
          to: parent?.fullVersion ?? "",
          parent: parentCode,
        })}
        confirmLabel={t("confirm")}
        pending={pending}
        onConfirm={() => run({ siteCode: site.siteCode })}
      >
        <div className="space-y-2">
          {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
          <ul className="list-disc space-y-0.5 pl-5 text-muted">
            {(["manual", "parent", "windows"] as const).map((rule) => (
              <li key={rule}>{t(`rules.${rule}`)}</li>
            ))}
          </ul>
        </div>
      </ConfirmDialog>
      {showing && latest ? (
        <InstallStatusDialog
          siteCode={site.siteCode}
          packageGuid={latest.packageGuid}
          retry={commands.retrySite}
          onClose={() => setShowing(false)}
        />
      ) : null}
    </>
  );
}

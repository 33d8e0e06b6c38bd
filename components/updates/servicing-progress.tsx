"use client";

import { useTranslations } from "next-intl";
import { ProgressBar, TransferProgress } from "@/components/ui/progress-bar";
import type { UpdateSummary } from "@/lib/updates/model";
import { consoleState, UPDATE_STATE } from "@/lib/updates/state-machine";

/** How far a package's replication or installation is over all sites; nothing while neither runs. */
export function ServicingProgressLine({ update }: { update: UpdateSummary }) {
  const t = useTranslations("servicing.progress");
  const phases = useTranslations("servicing.phases");
  const { servicing, name } = update;
  if (!servicing) return null;
  if (update.state === UPDATE_STATE.CONTENT_REPLICATING && servicing.bytesTotal > 0) {
    return (
      <TransferProgress
        label={t("replication", { name })}
        what={phases("replication")}
        bytesDone={servicing.bytesDone}
        totalBytes={servicing.bytesTotal}
        bytesPerSecond={servicing.bytesPerSecond}
      />
    );
  }
  if (!INSTALLING.has(consoleState(update.state))) return null;
  const failed = consoleState(update.state) === "failed-to-install";
  return (
    <div className="space-y-1.5">
      <ProgressBar
        fraction={servicing.installedFraction}
        label={t("installation", { name })}
        tone={failed ? "danger" : "accent"}
      />
      <p className="text-muted text-sm tabular-nums">
        {t("sites", { installed: servicing.installed, all: servicing.sites })}
        {servicing.failed > 0 ? <> · {t("failed", { count: servicing.failed })}</> : null}
      </p>
    </div>
  );
}

const INSTALLING: ReadonlySet<string> = new Set([
  "installing",
  "waiting-for-service-window",
  "waiting-for-parent-site",
  "pending-restart",
  "failed-to-install",
]);

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { isOpen } from "@/lib/offline/import-states";
import type { OfflineImport } from "@/lib/offline/list-offline-imports";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { CheckboxField } from "../ui/field";
import { useLiveNow } from "../ui/now";
import { TransferProgress } from "../ui/progress-bar";
import { AbsoluteTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";
import { ImportReportView } from "./import-report";
import { IMPORT_LOOKS } from "./imports-table";
import type { OfflineCommands } from "./offline-commands";

/** One import: how far it is, what it would bring, and the decision. */
export function ImportDialog({
  shown,
  commands,
  onClose,
}: {
  shown: OfflineImport;
  commands: Pick<OfflineCommands, "approve" | "cancel">;
  onClose(): void;
}) {
  const t = useTranslations("offlinePage.dialog");
  const common = useTranslations("common");
  const states = useTranslations("offline.states");
  const denied = useDeniedReason()("offline.import");
  const [ageAccepted, setAgeAccepted] = useState(false);
  const approve = useCommand(commands.approve, { success: t("approved") });
  const cancel = useCommand(commands.cancel, { success: t("givenUp") });
  const now = useLiveNow(60_000);
  const { importId, state, report, error } = shown;
  const deciding = state === "examined";
  const expired = report !== null && new Date(report.metadataExpiresAt) <= now;
  const moving = state === "uploading" || state === "examining" || state === "importing";
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      size="lg"
      title={<span className="wrap-anywhere">{shown.fileName}</span>}
      footer={
        <>
          {isOpen(state) ? (
            <Button
              pending={cancel.pending || (shown.cancelRequested && moving)}
              disabledReason={denied}
              onClick={() => cancel.run({ importId })}
            >
              {t(deciding ? "discard" : "giveUp")}
            </Button>
          ) : (
            <Button onClick={onClose}>{common("close")}</Button>
          )}
          {deciding ? (
            <Button
              variant="primary"
              pending={approve.pending}
              disabledReason={denied ?? (expired && !ageAccepted ? t("acceptFirst") : undefined)}
              onClick={() => approve.run({ importId, acceptExpired: expired && ageAccepted })}
            >
              {t("import")}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="space-y-4">
        <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusBadge {...IMPORT_LOOKS[state]}>{states(state)}</StatusBadge>
          <span className="text-muted text-sm">
            {shown.requestedBy} · <AbsoluteTime at={shown.createdAt} style="zoned" />
          </span>
        </p>
        {error ? (
          <Banner
            tone={state === "refused" ? "danger" : "warning"}
            title={t(state === "refused" ? "refused" : "waits")}
          >
            <FailureMessage failure={error} />
          </Banner>
        ) : null}
        {moving ? (
          <TransferProgress
            label={states(state)}
            bytesDone={shown.bytesDone}
            totalBytes={shown.bytesTotal}
            bytesPerSecond={shown.bytesPerSecond}
          />
        ) : null}
        {report ? <ImportReportView report={report} /> : null}
        {deciding && expired ? (
          <Banner tone="warning" title={t("expired")}>
            <p className="mb-2">{t("expiredText")}</p>
            <CheckboxField
              label={t("acceptAge")}
              hint={t("acceptAgeHint")}
              checked={ageAccepted}
              onChange={(event) => setAgeAccepted(event.target.checked)}
            />
          </Banner>
        ) : null}
        {shown.expiredAcceptedBy ? (
          <p className="text-muted text-sm">{t("ageAcceptedBy", { name: shown.expiredAcceptedBy })}</p>
        ) : null}
      </div>
    </Dialog>
  );
}

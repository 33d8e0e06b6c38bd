"use client";

import { Download, PackagePlus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { OfflineStatus } from "@/lib/offline/get-offline-status";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { FailureMessage } from "../ui/failure-message";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import { LevelBadge } from "../usage-data/badges";
import type { OfflineCommands } from "./offline-commands";
import { PrepareDialog } from "./prepare-dialog";
import { StepCard } from "./step-card";

/** Usage data and the list of what this hierarchy has, packed to be carried to the internet. */
export function PrepareStep({
  status,
  blocked,
  command,
}: {
  status: OfflineStatus;
  /** Why nothing can be prepared now. */
  blocked: string | undefined;
  command: OfflineCommands["prepare"];
}) {
  const t = useTranslations("offlinePage.prepare");
  const denied = useDeniedReason()("offline.prepare");
  const [asking, setAsking] = useState(false);
  const { request } = status;
  const prepared = request?.state === "prepared" ? request : null;
  return (
    <StepCard
      number={1}
      title={t("title")}
      place={t("place")}
      actions={
        <Button
          variant={prepared && !prepared.answeredAt ? "secondary" : "primary"}
          pending={request?.state === "waiting"}
          disabledReason={denied ?? blocked}
          onClick={() => setAsking(true)}
        >
          <PackagePlus aria-hidden />
          {t(prepared ? "prepareAgain" : "prepare")}
        </Button>
      }
    >
      {request?.state === "failed" ? (
        <Banner tone="danger" title={t("failed")}>
          {request.error ? <FailureMessage failure={request.error} /> : null}
        </Banner>
      ) : null}
      {request?.state === "waiting" ? <p role="status">{t("waiting")}</p> : null}
      {prepared ? (
        <div className="space-y-3">
          <KeyValueList
            items={[
              { label: t("file"), value: <span className="wrap-anywhere">{prepared.fileName}</span> },
              {
                label: t("preparedAt"),
                value: prepared.preparedAt ? <AbsoluteTime at={prepared.preparedAt} style="zoned" /> : null,
              },
              { label: t("siteVersion"), value: prepared.siteVersion },
              {
                label: t("usageData"),
                value: prepared.usageData ? (
                  <span className="inline-flex flex-wrap items-center gap-2">
                    <LevelBadge level={prepared.usageData.level} />
                    <Link
                      href={`/usage-data?run=${prepared.usageData.runId}`}
                      className="rounded-sm text-accent-ink hover:underline"
                    >
                      {t("showUsageData")}
                    </Link>
                  </span>
                ) : (
                  <span className="text-muted">{t("noUsageData")}</span>
                ),
              },
              ...(prepared.sha256
                ? [
                    {
                      label: "SHA-256",
                      value: (
                        <span className="flex items-start gap-1">
                          <code className="wrap-anywhere text-sm">{prepared.sha256}</code>
                          <CopyButton text={prepared.sha256} />
                        </span>
                      ),
                    },
                  ]
                : []),
            ]}
          />
          {prepared.answeredAt ? (
            <p className="text-muted">
              {t("answered")} <AbsoluteTime at={prepared.answeredAt} style="zoned" />
            </p>
          ) : (
            <Button asChild variant="primary">
              <a href={`/api/offline/requests/${prepared.requestId}`} download>
                <Download aria-hidden />
                {t("download")}
              </a>
            </Button>
          )}
        </div>
      ) : null}
      {request ? null : <p className="max-w-prose text-muted">{t("none")}</p>}
      <PrepareDialog open={asking} onOpenChange={setAsking} command={command} />
    </StepCard>
  );
}

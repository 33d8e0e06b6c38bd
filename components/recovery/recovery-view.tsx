"use client";

import { useTranslations } from "next-intl";
import type { RecoveryView as Recovery } from "@/lib/backup/recovery/model";
import { useLiveQuery } from "../live/use-live-query";
import { Banner } from "../ui/banner";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { PageHeader } from "../ui/page-header";
import { AbsoluteTime } from "../ui/relative-time";
import { CloseRecovery } from "./close-recovery";
import type { RecoveryCommands } from "./recovery-commands";
import { RecoveryPointRow } from "./recovery-point-row";

/** What is left to do after a recovery, each point as it stands now. */
export function RecoveryView({ initial, commands }: { initial: Recovery; commands: RecoveryCommands }) {
  const t = useTranslations("recoveryPage");
  const backup = useTranslations("backupPage");
  const { data } = useLiveQuery("getRecovery", {}, { initialData: initial });
  const recovery = data ?? initial;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: backup("title"), href: "/backup" }]}
        actions={recovery.closed ? null : <CloseRecovery recovery={recovery} command={commands.close} />}
      />
      <div className="space-y-4">
        <State recovery={recovery} />
        <Card title={t("points.heading")} padded={false}>
          <ul className="divide-y divide-line">
            {recovery.points.map((point) => (
              <RecoveryPointRow key={point.id} point={point} recovery={recovery} command={commands.tick} />
            ))}
          </ul>
        </Card>
        <Facts recovery={recovery} />
      </div>
    </>
  );
}

function State({ recovery }: { recovery: Recovery }) {
  const t = useTranslations("recoveryPage.state");
  if (recovery.closed) {
    return (
      <Banner tone="info" title={t("closed")}>
        <p>
          <AbsoluteTime at={recovery.closed.at} />, {recovery.closed.by}
        </p>
      </Banner>
    );
  }
  return recovery.open === 0 ? (
    <Banner tone="success" title={t("done")}>
      <p>{t("doneText")}</p>
    </Banner>
  ) : (
    <Banner tone="warning" title={t("open", { count: recovery.open })} />
  );
}

function Facts({ recovery }: { recovery: Recovery }) {
  const t = useTranslations("recoveryPage.facts");
  return (
    <Card title={t("title", { site: recovery.siteCode })}>
      <KeyValueList
        items={[
          {
            label: t("recovered"),
            value: (
              <>
                <AbsoluteTime at={recovery.recoveredAt} />,{" "}
                {t("by", { user: recovery.recoveredBy, host: recovery.hostName })}
              </>
            ),
          },
          {
            label: t("backup"),
            value: (
              <>
                <AbsoluteTime at={recovery.backupCreatedAt} />,{" "}
                {t("version", { version: recovery.backupVersion })}
                <div className="break-all font-mono text-muted text-sm">{recovery.backupFolder}</div>
              </>
            ),
          },
          {
            label: t("keys"),
            value: recovery.keyServers.length > 0 ? recovery.keyServers.join(", ") : t("noKeys"),
          },
        ]}
      />
    </Card>
  );
}

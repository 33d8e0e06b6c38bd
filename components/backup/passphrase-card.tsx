"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { BackupsView } from "@/lib/backup/list-backups";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import type { BackupCommands } from "./backup-commands";
import { PassphraseDialog } from "./passphrase-dialog";

/** Whether backups carry the servers' keys, and what it means when they do not. */
export function PassphraseCard({
  recoveryKey,
  command,
}: {
  recoveryKey: BackupsView["recoveryKey"];
  command: BackupCommands["setPassphrase"];
}) {
  const t = useTranslations("backupPage.passphrase");
  const denied = useDeniedReason()("backup.manage");
  const [editing, setEditing] = useState(false);
  return (
    <Card
      title={t("title")}
      description={t("description")}
      actions={
        <Button disabledReason={denied} onClick={() => setEditing(true)}>
          <KeyRound aria-hidden />
          {t(recoveryKey ? "change" : "set")}
        </Button>
      }
    >
      {recoveryKey ? (
        <KeyValueList
          items={[
            { label: t("state"), value: <StatusBadge tone="success">{t("isSet")}</StatusBadge> },
            {
              label: t("fingerprint"),
              value: <span className="break-all font-mono text-sm">{recoveryKey.fingerprint}</span>,
            },
            {
              label: t("setAt"),
              value: (
                <>
                  <AbsoluteTime at={recoveryKey.setAt} />, {recoveryKey.setBy}
                </>
              ),
            },
          ]}
        />
      ) : (
        <Banner tone="warning" title={t("missing")}>
          <p>{t("missingText")}</p>
        </Banner>
      )}
      {editing ? (
        <PassphraseDialog
          replaces={recoveryKey !== null}
          command={command}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </Card>
  );
}

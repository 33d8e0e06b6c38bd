"use client";

import { CalendarCog, Play } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import { useDeniedReason } from "@/components/shell/access";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { KeyValueList } from "@/components/ui/key-value";
import { AbsoluteTime, RelativeTime } from "@/components/ui/relative-time";
import { useCommand } from "@/components/ui/use-command";
import type { BackupTask } from "@/lib/backup/backup-task";
import { BackupDialog } from "./backup-dialog";
import type { ExecutiveCommands } from "./executive-commands";
import { useDaysText, useLocalTimeText } from "./schedule-text";

/** The maintenance task that stops and starts SMS_EXECUTIVE, and so makes a pending mode effective. */
export function BackupCard({
  initial,
  commands,
  linked = false,
}: {
  initial: BackupTask;
  commands: Pick<ExecutiveCommands, "configureBackup" | "runBackup">;
  /** Leads to the page of backups, from elsewhere. */
  linked?: boolean;
}) {
  const t = useTranslations("componentsPage.backup");
  const { data: task = initial } = useLiveQuery("getBackupTask", {}, { initialData: initial });
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const denied = useDeniedReason()("backup.manage");
  return (
    <Card
      title={t("title")}
      description={t("description")}
      actions={
        <>
          {linked ? (
            <Button asChild>
              <Link href="/backup">{t("all")}</Link>
            </Button>
          ) : null}
          <Button disabledReason={denied} onClick={() => setEditing(true)}>
            <CalendarCog aria-hidden />
            {t("edit")}
          </Button>
          <Button disabledReason={denied} pending={task.running} onClick={() => setAsking(true)}>
            {task.running ? null : <Play aria-hidden />}
            {task.running ? t("running") : t("runNow")}
          </Button>
        </>
      }
    >
      <BackupFacts task={task} />
      {editing ? (
        <BackupDialog task={task} command={commands.configureBackup} onClose={() => setEditing(false)} />
      ) : null}
      <RunDialog open={asking} onOpenChange={setAsking} command={commands.runBackup} />
    </Card>
  );
}

function BackupFacts({ task }: { task: BackupTask }) {
  const t = useTranslations("componentsPage.backup");
  const days = useDaysText()(task);
  const local = useLocalTimeText()(task.beginTime);
  return (
    <KeyValueList
      items={[
        { label: t("site"), value: task.siteCode },
        {
          label: t("schedule"),
          value: (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <StatusBadge tone={task.enabled ? "success" : "neutral"}>
                {t(task.enabled ? "enabled" : "disabled")}
              </StatusBadge>
              <span>{t("scheduleValue", { days, time: task.beginTime })}</span>
              {local && local.zone !== "UTC" ? (
                <span className="text-muted">{t("localTime", local)}</span>
              ) : null}
            </div>
          ),
        },
        {
          label: t("nextRun"),
          value: task.nextRunAt ? (
            <>
              <RelativeTime at={task.nextRunAt} />{" "}
              <span className="text-muted">
                (<AbsoluteTime at={task.nextRunAt} />)
              </span>
            </>
          ) : (
            <span className="text-muted">{t("noNextRun")}</span>
          ),
        },
        { label: t("lastRun"), value: <LastRun task={task} /> },
      ]}
    />
  );
}

function LastRun({ task }: { task: BackupTask }) {
  const t = useTranslations("componentsPage.backup");
  if (task.running) {
    return (
      <StatusBadge tone="info" busy>
        {t("running")}
      </StatusBadge>
    );
  }
  if (!task.lastCompletedAt) return <span className="text-muted">{t("never")}</span>;
  const failed = task.lastResult === "failed";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusBadge tone={failed ? "danger" : "success"}>{t(failed ? "failed" : "succeeded")}</StatusBadge>
      <span>
        <RelativeTime at={task.lastCompletedAt} />{" "}
        <span className="text-muted">
          (<AbsoluteTime at={task.lastCompletedAt} />)
        </span>
      </span>
    </div>
  );
}

function RunDialog({
  command,
  open,
  onOpenChange,
}: {
  command: ExecutiveCommands["runBackup"];
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const t = useTranslations("componentsPage.backup");
  const { data: status } = useLiveQuery("getRoleStatus");
  const { run, pending } = useCommand(command, {
    success: t("requested"),
    onSuccess: () => onOpenChange(false),
  });
  const role = status?.role;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("runDialog.title")}
      description={t("runDialog.description")}
      confirmLabel={t("runDialog.confirm")}
      pending={pending}
      onConfirm={() => run({})}
    >
      {role?.pendingRestart ? (
        <p className="font-medium">{t("runDialog.pendingMode", { mode: role.configuredMode })}</p>
      ) : null}
    </ConfirmDialog>
  );
}

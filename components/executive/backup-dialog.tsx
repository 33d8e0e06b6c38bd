"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { CheckboxField, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { useCommand } from "@/components/ui/use-command";
import type { BackupTask } from "@/lib/backup/backup-task";
import type { ExecutiveCommands } from "./executive-commands";
import { hasDay, WEEK_FROM_MONDAY, withDay } from "./schedule";
import { useLocalTimeText, useWeekdayName } from "./schedule-text";

/** Days and begin time of Backup Site Server; the time is UTC, with the reader's own beside it. */
export function BackupDialog({
  task,
  command,
  onClose,
}: {
  task: BackupTask;
  command: ExecutiveCommands["configureBackup"];
  onClose(): void;
}) {
  const t = useTranslations("componentsPage.backup");
  const formId = useId();
  const weekday = useWeekdayName();
  const [enabled, setEnabled] = useState(task.enabled);
  const [daysOfWeek, setDays] = useState(task.daysOfWeek);
  const [beginTime, setTime] = useState(task.beginTime);
  const local = useLocalTimeText()(beginTime);
  const { run, pending, failure } = useCommand(command, {
    success: t("saved"),
    onSuccess: onClose,
    quiet: true,
  });
  const submit = () => {
    if (daysOfWeek !== 0) run({ enabled, daysOfWeek, beginTime });
  };
  return (
    <FormDialog
      title={t("form.title")}
      submitLabel={t("form.save")}
      pending={pending}
      failure={failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <CheckboxField
        label={t("form.enabled")}
        hint={t("form.enabledHint")}
        checked={enabled}
        onChange={(event) => setEnabled(event.target.checked)}
      />
      <fieldset aria-describedby={daysOfWeek === 0 ? `${formId}-days` : undefined}>
        <legend className="mb-1 font-medium">{t("form.days")}</legend>
        <div className="grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-4">
          {WEEK_FROM_MONDAY.map((day) => (
            <CheckboxField
              key={day}
              label={weekday(day, "long")}
              checked={hasDay(daysOfWeek, day)}
              onChange={(event) => setDays(withDay(daysOfWeek, day, event.target.checked))}
            />
          ))}
        </div>
        {daysOfWeek === 0 ? (
          <p id={`${formId}-days`} className="mt-1 text-danger text-sm">
            {t("form.daysMissing")}
          </p>
        ) : null}
      </fieldset>
      <TextField
        type="time"
        required
        label={t("form.time")}
        hint={local ? t("form.timeHint", local) : undefined}
        className="max-w-80"
        value={beginTime}
        onChange={(event) => setTime(event.target.value)}
      />
    </FormDialog>
  );
}

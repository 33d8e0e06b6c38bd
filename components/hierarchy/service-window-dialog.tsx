"use client";

import { useTimeZone, useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { ServiceWindow } from "@/lib/hierarchy/service-windows";
import { hasDay, WEEK_FROM_MONDAY, withDay } from "../executive/schedule";
import { useWeekdayName } from "../executive/schedule-text";
import { CheckboxField, TextField } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { RadioCards } from "../ui/radio-cards";
import { useCommand } from "../ui/use-command";
import type { SiteCommands } from "./site-commands";
import { draftOf, faultsOf, newDraft, timesOf, type WindowDraft, type WindowField } from "./window-form";
import { WindowPreview } from "./window-preview";

interface ServiceWindowDialogProps {
  siteCode: string;
  /** Null to add one. */
  window: ServiceWindow | null;
  /** The site's other windows, to say where they overlap. */
  others: readonly ServiceWindow[];
  commands: Pick<SiteCommands, "addServiceWindow" | "changeServiceWindow">;
  onClose(): void;
}

/** Adds or changes a service window, and says at once when it would open. */
export function ServiceWindowDialog({
  siteCode,
  window,
  others,
  commands,
  onClose,
}: ServiceWindowDialogProps) {
  const t = useTranslations("hierarchy.windows");
  const here = useTimeZone() ?? "UTC";
  const [draft, setDraft] = useState(() => (window ? draftOf(window) : newDraft(here)));
  const [tried, setTried] = useState(false);
  const { run, pending, failure } = useCommand(
    window ? commands.changeServiceWindow : commands.addServiceWindow,
    { success: t(window ? "changed" : "added", { name: draft.name }), onSuccess: onClose, quiet: true },
  );
  const faults = faultsOf(draft);
  const submit = () => {
    setTried(true);
    if (faults.length > 0) return;
    run({ siteCode, ...(window ? { id: window.id } : {}), ...timesOf(draft) });
  };
  return (
    <FormDialog
      title={t(window ? "changeTitle" : "addTitle", { site: siteCode })}
      description={t("dialogHint")}
      submitLabel={t(window ? "save" : "addConfirm")}
      pending={pending}
      failure={failure}
      noValidate
      onSubmit={submit}
      onClose={onClose}
    >
      <Fields
        draft={draft}
        faults={tried ? faults : []}
        onChange={(changed) => setDraft((old) => ({ ...old, ...changed }))}
      />
      <WindowPreview draft={draft} others={others} />
    </FormDialog>
  );
}

interface FieldsProps {
  draft: WindowDraft;
  faults: readonly WindowField[];
  onChange(changed: Partial<WindowDraft>): void;
}

function Fields({ draft, faults, onChange }: FieldsProps) {
  const t = useTranslations("hierarchy.windows");
  const zones = useId();
  const fault = (field: WindowField) => (faults.includes(field) ? t(`faults.${field}`) : undefined);
  return (
    <>
      <TextField
        label={t("name")}
        value={draft.name}
        maxLength={120}
        error={fault("name")}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <RadioCards<WindowDraft["kind"]>
        legend={t("kind")}
        value={draft.kind}
        onChange={(kind) => onChange({ kind })}
        options={(["weekly", "once"] as const).map((value) => ({
          value,
          title: t(`kinds.${value}.title`),
          children: t(`kinds.${value}.hint`),
        }))}
      />
      {draft.kind === "weekly" ? (
        <Days draft={draft} error={fault("daysOfWeek")} onChange={onChange} />
      ) : (
        <TextField
          type="date"
          className="max-w-56"
          label={t("date")}
          value={draft.startsOn}
          error={fault("startsOn")}
          onChange={(event) => onChange({ startsOn: event.target.value })}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          type="time"
          label={t("begin")}
          value={draft.beginTime}
          error={fault("beginTime")}
          onChange={(event) => onChange({ beginTime: event.target.value })}
        />
        <Duration draft={draft} error={fault("duration")} onChange={onChange} />
      </div>
      <TextField
        label={t("timeZone")}
        hint={t("timeZoneHint")}
        list={zones}
        value={draft.timeZone}
        error={fault("timeZone")}
        onChange={(event) => onChange({ timeZone: event.target.value })}
      />
      <datalist id={zones}>
        {["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <CheckboxField
        label={t("enabled")}
        hint={t("enabledHint")}
        checked={draft.enabled}
        onChange={(event) => onChange({ enabled: event.target.checked })}
      />
    </>
  );
}

interface PartProps {
  draft: WindowDraft;
  error: string | undefined;
  onChange(changed: Partial<WindowDraft>): void;
}

function Days({ draft, error, onChange }: PartProps) {
  const t = useTranslations("hierarchy.windows");
  const weekday = useWeekdayName();
  const id = useId();
  return (
    <fieldset aria-describedby={error ? id : undefined}>
      <legend className="mb-1 font-medium">{t("days")}</legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-4">
        {WEEK_FROM_MONDAY.map((day) => (
          <CheckboxField
            key={day}
            label={weekday(day, "long")}
            checked={hasDay(draft.daysOfWeek, day)}
            onChange={(event) =>
              onChange({ daysOfWeek: withDay(draft.daysOfWeek, day, event.target.checked) })
            }
          />
        ))}
      </div>
      {error ? (
        <p id={id} className="mt-1 text-danger text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

function Duration({ draft, error, onChange }: PartProps) {
  const t = useTranslations("hierarchy.windows");
  return (
    <div className="grid grid-cols-2 items-start gap-2">
      <TextField
        type="number"
        min={0}
        max={24}
        label={t("hours")}
        value={draft.hours}
        error={error}
        onChange={(event) => onChange({ hours: event.target.value })}
      />
      <TextField
        type="number"
        min={0}
        max={59}
        label={t("minutes")}
        value={draft.minutes}
        onChange={(event) => onChange({ minutes: event.target.value })}
      />
    </div>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { HierarchySettings } from "@/lib/hierarchy/hierarchy-settings";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { FailureMessage } from "../ui/failure-message";
import { SelectField, TextField } from "../ui/field";
import { useCommand } from "../ui/use-command";
import type { SettingsCommands } from "./settings-commands";

const HOURS = { hours: 1, days: 24 } as const;
const YEAR_HOURS = 8760;

/** How often every site looks at its stored content again. */
export function ContentTab({
  settings,
  command,
}: {
  settings: HierarchySettings;
  command: SettingsCommands["setContentValidation"];
}) {
  const t = useTranslations("settings.page.content");
  const common = useTranslations("common");
  const denied = useDeniedReason()("service-windows.manage");
  const known = settings.contentValidationHours;
  const [unit, setUnit] = useState<keyof typeof HOURS>(known % HOURS.days === 0 ? "days" : "hours");
  const [amount, setAmount] = useState(String(known / HOURS[unit]));
  const { run, pending, failure } = useCommand(command, { success: t("saved"), quiet: true });
  const hours = Number(amount) * HOURS[unit];
  const wrong = amount.trim() === "" || !Number.isInteger(hours) || hours < 1 || hours > YEAR_HOURS;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!denied && !wrong) run({ hours });
  };
  return (
    <Card title={t("title")} description={t("hint")}>
      <form noValidate onSubmit={submit} className="space-y-4">
        {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
        <div className="grid max-w-80 grid-cols-2 items-start gap-2">
          <TextField
            type="number"
            min={1}
            label={t("every")}
            disabled={denied !== undefined}
            value={amount}
            error={wrong ? t("wrong") : undefined}
            onChange={(event) => setAmount(event.target.value)}
          />
          <SelectField
            label={t("unit")}
            disabled={denied !== undefined}
            value={unit}
            onChange={(event) => setUnit(event.target.value === "days" ? "days" : "hours")}
          >
            <option value="hours">{t("units.hours")}</option>
            <option value="days">{t("units.days")}</option>
          </SelectField>
        </div>
        <Button type="submit" variant="primary" pending={pending} disabledReason={denied}>
          {common("apply")}
        </Button>
      </form>
    </Card>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { HierarchySettings } from "@/lib/hierarchy/hierarchy-settings";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { FailureMessage } from "../ui/failure-message";
import { TextField } from "../ui/field";
import { useLiveNow } from "../ui/now";
import { useCommand } from "../ui/use-command";
import type { SettingsCommands } from "./settings-commands";

/** The day on which Software Assurance ends: a reminder, nothing depends on it. */
export function LicensingTab({
  settings,
  command,
}: {
  settings: HierarchySettings;
  command: SettingsCommands["setSoftwareAssurance"];
}) {
  const t = useTranslations("settings.page.licensing");
  const common = useTranslations("common");
  const denied = useDeniedReason()("updates.install");
  const [date, setDate] = useState(settings.softwareAssuranceExpiration ?? "");
  const today = useLiveNow(60_000).toISOString().slice(0, 10);
  const { run, pending, failure } = useCommand(command, { success: t("saved"), quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!denied) run({ date: date || null });
  };
  const isOver =
    settings.softwareAssuranceExpiration !== null && settings.softwareAssuranceExpiration < today;
  return (
    <Card title={t("title")} description={t("hint")}>
      <form onSubmit={submit} className="space-y-4">
        {failure ? <Banner tone="danger" live title={<FailureMessage failure={failure} />} /> : null}
        {isOver ? <Banner tone="warning" title={t("over")} /> : null}
        <TextField
          type="date"
          className="max-w-56"
          label={t("date")}
          hint={t("dateHint")}
          disabled={denied !== undefined}
          value={date}
          onChange={(event) => setDate(event.target.value)}
        />
        <Button type="submit" variant="primary" pending={pending} disabledReason={denied}>
          {common("apply")}
        </Button>
      </form>
    </Card>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { QueryValue } from "@/app/_server/queries";
import { setProbeScheduleAction } from "@/app/(portal)/endpoints/actions";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { SelectField } from "../ui/field";
import { RelativeTime } from "../ui/relative-time";
import { useCommand } from "../ui/use-command";

const INTERVALS = [1, 4, 8, 12, 24, 168] as const;
const OFF = "off";

/** How often the server that holds the role tests by itself. */
export function ScheduleCard({ schedule }: { schedule: QueryValue<"listEndpoints">["schedule"] }) {
  const t = useTranslations("endpointsPage.schedule");
  const denied = useDeniedReason()("role.manage");
  const { enabled, intervalHours, nextAt, changedAt, changedBy } = schedule;
  const kept = enabled ? String(intervalHours) : OFF;
  const [chosen, choose] = useState(kept);
  const save = useCommand(setProbeScheduleAction, { success: t("saved") });
  const hours = [...new Set([...INTERVALS, intervalHours])].sort((one, other) => one - other);
  return (
    <Card title={t("title")} description={t("text")}>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.run({
            enabled: chosen !== OFF,
            intervalHours: chosen === OFF ? intervalHours : Number(chosen),
          });
        }}
      >
        <div className="flex flex-wrap items-end gap-2">
          <SelectField
            label={t("interval")}
            value={chosen}
            disabled={denied !== undefined}
            onChange={(event) => choose(event.target.value)}
            className="min-w-40 flex-1"
          >
            {hours.map((one) => (
              <option key={one} value={one}>
                {t("every", { hours: one })}
              </option>
            ))}
            <option value={OFF}>{t("off")}</option>
          </SelectField>
          <Button
            type="submit"
            pending={save.pending}
            disabledReason={denied ?? (chosen === kept ? t("unchanged") : undefined)}
          >
            {t("save")}
          </Button>
        </div>
        <p className="text-muted text-sm">
          {nextAt ? (
            <>
              {t("next")} <RelativeTime at={nextAt} />
            </>
          ) : (
            t("never")
          )}
        </p>
        {changedAt ? (
          <p className="text-muted text-sm">
            {t("changedBy", { name: changedBy ?? "" })} <RelativeTime at={changedAt} />
          </p>
        ) : null}
      </form>
    </Card>
  );
}

"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FileReplicationRouteRow } from "@/lib/replication/model";
import { Banner } from "../ui/banner";
import { CheckboxField, SelectField, TextField } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { useCommand } from "../ui/use-command";
import { fromBytesPerSecond, isRateUnit, RATE_UNITS, type RateUnit, toBytesPerSecond } from "./rate-units";
import type { SiteCommands } from "./site-commands";
import { WeekGrid } from "./week-grid";
import { ALWAYS_OPEN, openHourCount } from "./week-hours";

/** Slower than this a request for one piece would time out (lib/replication/set-file-replication-route.ts). */
const BYTES_PER_SECOND_MIN = 64 * 1024;

/** The limit of a route and the hours in which it is open. */
export function RouteDialog({
  route,
  command,
  onClose,
}: {
  route: FileReplicationRouteRow;
  command: SiteCommands["setRoute"];
  onClose(): void;
}) {
  const t = useTranslations("hierarchy.routes");
  const [limited, setLimited] = useState(route.bytesPerSecond !== null);
  const [rate, setRate] = useState(() => fromBytesPerSecond(route.bytesPerSecond ?? 10 * RATE_UNITS.mbps));
  const [always, setAlways] = useState(route.openHours === null);
  const [hours, setHours] = useState(route.openHours ?? ALWAYS_OPEN);
  const ends = { from: route.sourceSiteCode, to: route.destinationSiteCode };
  const { run, pending, failure } = useCommand(command, {
    success: t("saved", ends),
    onSuccess: onClose,
    quiet: true,
  });
  const bytesPerSecond = limited ? toBytesPerSecond(rate.amount, rate.unit) : null;
  const wrong = limited && (bytesPerSecond === null || bytesPerSecond < BYTES_PER_SECOND_MIN);
  const submit = () => {
    if (wrong) return;
    run({
      sourceSiteCode: route.sourceSiteCode,
      destinationSiteCode: route.destinationSiteCode,
      bytesPerSecond,
      openHours: always || hours === ALWAYS_OPEN ? null : hours,
    });
  };
  return (
    <FormDialog
      size="lg"
      title={t("dialogTitle", ends)}
      description={t("dialogHint")}
      submitLabel={t("save")}
      pending={pending}
      failure={failure}
      noValidate
      onSubmit={submit}
      onClose={onClose}
    >
      <CheckboxField
        label={t("limit")}
        checked={limited}
        onChange={(event) => setLimited(event.target.checked)}
      />
      {limited ? <Rate rate={rate} wrong={wrong} onChange={setRate} /> : null}
      <CheckboxField
        label={t("onlyHours")}
        hint={t("utc")}
        checked={!always}
        onChange={(event) => setAlways(!event.target.checked)}
      />
      {always ? null : (
        <>
          <WeekGrid value={hours} onChange={setHours} label={t("openHours")} />
          {openHourCount(hours) === 0 ? <Banner tone="warning" title={t("neverOpen")} /> : null}
        </>
      )}
    </FormDialog>
  );
}

interface TypedRate {
  amount: string;
  unit: RateUnit;
}

function Rate({
  rate,
  wrong,
  onChange,
}: {
  rate: TypedRate;
  wrong: boolean;
  onChange(rate: TypedRate): void;
}) {
  const t = useTranslations("hierarchy.routes");
  return (
    <div className="grid max-w-96 grid-cols-2 items-start gap-2">
      <TextField
        inputMode="decimal"
        label={t("amount")}
        value={rate.amount}
        error={wrong ? t("amountWrong") : undefined}
        onChange={(event) => onChange({ ...rate, amount: event.target.value })}
      />
      <SelectField
        label={t("unit")}
        value={rate.unit}
        onChange={(event) =>
          isRateUnit(event.target.value) && onChange({ ...rate, unit: event.target.value })
        }
      >
        {(Object.keys(RATE_UNITS) as RateUnit[]).map((unit) => (
          <option key={unit} value={unit}>
            {t(`units.${unit}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

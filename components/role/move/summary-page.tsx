"use client";

import { useTranslations } from "next-intl";
import { Banner } from "../../ui/banner";
import { TextField } from "../../ui/field";
import { KeyValueList } from "../../ui/key-value";
import type { MoveChoices } from "./choices";
import type { MovePlan } from "./move-wizard";

/** Page *Summary*: what will happen, and the name of the server that gives the role, typed. */
export function SummaryPage({
  plan: { holder, target, secrets },
  choices,
  error,
  onChoose,
}: {
  plan: MovePlan;
  choices: MoveChoices;
  error: string | undefined;
  onChoose(change: Partial<MoveChoices>): void;
}) {
  const t = useTranslations("roleMove.summary");
  const reasons = useTranslations("roleChanges.reasons");
  const server = holder?.fqdn ?? "";
  const answers = holder?.answers ?? true;
  return (
    <div className="space-y-4">
      <p className="max-w-prose">{t("text")}</p>
      <KeyValueList
        items={[
          { label: t("reason"), value: choices.reason ? reasons(choices.reason) : "" },
          { label: t("from"), value: server },
          { label: t("to"), value: target?.fqdn },
          { label: t("secrets"), value: t(answers ? "handedOver" : "renewed", { count: secrets.length }) },
        ]}
      />
      {answers ? null : (
        <Banner tone="warning" title={t("recoveryTitle", { server })}>
          <p>{t("recoveryText")}</p>
        </Banner>
      )}
      <TextField
        label={t(answers ? "type" : "typeRecovery", { server })}
        value={choices.confirmation}
        error={error}
        onChange={(event) => onChoose({ confirmation: event.target.value })}
        autoComplete="off"
        spellCheck={false}
        className="max-w-md"
      />
    </div>
  );
}

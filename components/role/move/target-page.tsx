"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { QueryValue } from "@/app/_server/queries";
import { RadioCards } from "../../ui/radio-cards";
import { RequirementCheck } from "../requirement-check";
import type { MoveChoices } from "./choices";
import type { MovePlan } from "./move-wizard";

/** Page *Target*: the server that gets the role, which looks at itself at once. */
export function TargetPage({
  plan,
  requirements,
  choices,
  error,
  onChoose,
}: {
  plan: MovePlan;
  requirements: QueryValue<"getRequirements"> | undefined;
  choices: MoveChoices;
  error: string | undefined;
  onChoose(change: Partial<MoveChoices>): void;
}) {
  const t = useTranslations("roleMove.target");
  return (
    <div className="space-y-5">
      <p className="max-w-prose">{t("text", { server: plan.holder?.fqdn ?? "" })}</p>
      {error ? <p className="text-danger text-sm">{error}</p> : null}
      <RadioCards
        legend={t("legend")}
        stacked
        value={choices.toServerId ?? ""}
        onChange={(toServerId) => onChoose({ toServerId })}
        options={plan.targets.map(({ id, fqdn, siteCode, refusal }) => ({
          value: id,
          title: fqdn,
          disabledReason: refusal ? t(`refusals.${refusal}`) : undefined,
          children: <p>{t("ofSite", { site: siteCode })}</p>,
        }))}
      />
      <p className="text-muted text-sm">
        {t("notListed")}{" "}
        <Link href="/hierarchy/servers/new" className="rounded-sm text-accent-ink underline">
          {t("create")}
        </Link>
      </p>
      {requirements && choices.toServerId ? (
        <section className="space-y-3">
          <h3 className="font-semibold">{t("requirements", { server: requirements.server.fqdn })}</h3>
          <RequirementCheck key={requirements.server.id} view={requirements} />
        </section>
      ) : null}
    </div>
  );
}

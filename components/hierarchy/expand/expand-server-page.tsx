"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { QueryValue } from "@/app/_server/queries";
import { RequirementCheck } from "../../role/requirement-check";
import { RadioCards } from "../../ui/radio-cards";
import type { ExpandPageProps } from "./page-props";

/** Page *Site server*: a server of the primary site that becomes that of the new one, and looks at itself at once. */
export function ExpandServerPage({
  plan,
  choices,
  lack,
  onChoose,
  requirements,
}: ExpandPageProps & { requirements: QueryValue<"getRequirements"> | undefined }) {
  const t = useTranslations("expansion");
  const target = useTranslations("roleMove.target");
  return (
    <div className="space-y-5">
      <p className="max-w-prose">{t("server.text")}</p>
      {lack ? <p className="text-danger text-sm">{t(`missing.${lack}`)}</p> : null}
      <RadioCards
        legend={t("pages.server")}
        stacked
        value={choices.toServerId ?? ""}
        onChange={(toServerId) => onChoose({ toServerId })}
        options={plan.targets.map(({ id, fqdn, refusal }) => ({
          value: id,
          title: fqdn,
          disabledReason:
            refusal === "server-not-free"
              ? t("server.hasRoles")
              : refusal
                ? target(`refusals.${refusal}`)
                : undefined,
        }))}
      />
      <p className="text-muted text-sm">
        {target("notListed")}{" "}
        <Link href="/hierarchy/servers/new" className="rounded-sm text-accent-ink underline">
          {target("create")}
        </Link>
      </p>
      {requirements && choices.toServerId ? (
        <section className="space-y-3">
          <h3 className="font-semibold">{target("requirements", { server: requirements.server.fqdn })}</h3>
          <RequirementCheck key={requirements.server.id} view={requirements} />
        </section>
      ) : null}
    </div>
  );
}

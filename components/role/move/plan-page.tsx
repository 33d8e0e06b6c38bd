"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Banner } from "../../ui/banner";
import { Button } from "../../ui/button";
import { useFailureText } from "../../ui/failure-message";
import { SecretNames } from "../change/secret-names";
import { DependentList } from "../dependent-list";
import type { MovePlan } from "./move-wizard";
import { TargetEndpoints } from "./target-endpoints";

/** Page *Before you move*: everything that depends on the role, and what becomes of it. */
export function PlanPage({ plan }: { plan: MovePlan }) {
  const t = useTranslations("roleMove.plan");
  const { holder, refusals, target, secrets, dependents } = plan;
  const failureText = useFailureText();
  return (
    <div className="space-y-6">
      {refusals.map(({ code, params, link }) => (
        <Banner
          key={code}
          tone="danger"
          live
          title={t("refused")}
          actions={
            <Button asChild size="sm">
              <Link href={link}>{t("open")}</Link>
            </Button>
          }
        >
          <p>{failureText({ code, params })}</p>
        </Banner>
      ))}
      {holder ? (
        <Banner
          tone={holder.answers ? "success" : "warning"}
          live
          title={t(holder.answers ? "answersTitle" : "silentTitle", { server: holder.fqdn })}
        >
          <p>{t(holder.answers ? "answersText" : "silentText")}</p>
        </Banner>
      ) : null}
      <section className="space-y-2">
        <h3 className="font-semibold">{t(holder?.answers ? "handedOver" : "toRenew")}</h3>
        {secrets.length > 0 ? (
          <SecretNames label={t(holder?.answers ? "handedOver" : "toRenew")} secrets={secrets} />
        ) : (
          <p className="text-muted">{t("noSecrets")}</p>
        )}
        {target?.keyFingerprint && secrets.length > 0 && holder?.answers ? (
          <p className="wrap-anywhere text-muted text-sm">
            {t("sealedTo", { server: target.fqdn })}{" "}
            <code className="font-mono">{target.keyFingerprint.slice(0, 16)}…</code>
          </p>
        ) : null}
      </section>
      {target ? (
        <section className="space-y-2">
          <h3 className="font-semibold">{t("network", { server: target.fqdn })}</h3>
          <p className="max-w-prose">
            {target.proxy ? t("proxy", { proxy: target.proxy }) : t("noProxy")}{" "}
            {holder?.proxy && !target.proxy
              ? t("otherProxy", { server: holder.fqdn, proxy: holder.proxy })
              : ""}{" "}
            <Link
              href={`/hierarchy/servers/${target.id}?tab=proxy`}
              className="rounded-sm text-accent-ink underline"
            >
              {t("openProxy")}
            </Link>
          </p>
          <TargetEndpoints server={target} />
        </section>
      ) : null}
      <section>
        <h3 className="font-semibold">{t("dependents")}</h3>
        <DependentList dependents={dependents} about="move" />
      </section>
    </div>
  );
}

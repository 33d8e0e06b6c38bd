"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import type { PlannedRenewal, TenantToRenew } from "@/lib/azure-services/renewal/get-renewal-plan";
import { AzureSignInPanel } from "../../azure-services/azure-sign-in-panel";
import type { OperationPlace } from "../../azure-services/operation-progress";
import { SecretExpiry } from "../../azure-services/secret-expiry";
import { useAzureSignIn } from "../../azure-services/use-azure-sign-in";
import { Badge, StatusBadge, type Tone } from "../../ui/badge";
import { Card } from "../../ui/card";
import { FailureMessage, type ShownFailure } from "../../ui/failure-message";
import { CheckboxField } from "../../ui/field";
import { NO_SECRET } from "../new-secret";
import { SecretFields } from "../secret-fields";
import { chosenOf, type RenewalChoices } from "./renewal-choices";

const REASON_TONES = {
  unreadable: "danger",
  expired: "danger",
  expiring: "warning",
  valid: "success",
} as const satisfies Record<PlannedRenewal["reason"], Tone>;

interface TenantRenewalProps {
  tenant: TenantToRenew;
  methods: OperationPlace["methods"];
  choices: RenewalChoices;
  /** The app that the last attempt was refused for. */
  refused: { applicationId: string; field: string | undefined; failure: ShownFailure } | null;
  onChange(change: Partial<RenewalChoices>): void;
  onSignIn(tenant: string, signInId: string | null): void;
}

/** A tenant of the plan: its apps with their reasons, and one sign-in for those that were created here. */
export function TenantRenewal(props: TenantRenewalProps) {
  const { tenant, methods, choices, onSignIn } = props;
  const t = useTranslations("tenantsPage.renewAllPage");
  const renewal = useTranslations("tenantsPage.renewal");
  const azure = useAzureSignIn(tenant.environmentId, tenant.tenantId);
  const { signInId } = azure;
  useEffect(() => onSignIn(tenant.id, signInId), [onSignIn, tenant.id, signInId]);
  const { created } = chosenOf(tenant, choices);
  return (
    <Card title={tenant.name} description={tenant.environmentName}>
      <ul className="divide-y divide-line">
        {tenant.applications.map((app) => (
          <ApplicationChoice key={app.id} app={app} {...props} />
        ))}
      </ul>
      {created.length > 0 ? (
        <div className="mt-4">
          <AzureSignInPanel azure={azure} methods={methods} who={renewal("who")} />
          <p className="mt-1.5 text-muted text-sm">{t("signInCovers", { count: created.length })}</p>
        </div>
      ) : null}
    </Card>
  );
}

function ApplicationChoice({
  app,
  choices,
  refused,
  onChange,
}: Pick<TenantRenewalProps, "choices" | "refused" | "onChange"> & { app: PlannedRenewal }) {
  const t = useTranslations("tenantsPage.renewAllPage");
  const origins = useTranslations("tenantsPage.app.origins");
  const isChosen = choices.selected.has(app.id);
  const here = refused?.applicationId === app.id ? refused : null;
  const users = app.usedBy.map(({ name }) => name).join(", ");
  const toggle = (on: boolean) => {
    const selected = new Set(choices.selected);
    if (on) selected.add(app.id);
    else selected.delete(app.id);
    onChange({ selected });
  };
  return (
    <li className="space-y-3 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <CheckboxField
          label={
            <span className="inline-flex flex-wrap items-center gap-2 font-medium">
              {app.name}
              <Badge>{origins(app.origin)}</Badge>
            </span>
          }
          hint={app.openOperationId ? t("underWay") : users ? t("usedBy", { services: users }) : t("unused")}
          checked={isChosen}
          disabled={app.openOperationId !== null}
          onChange={(event) => toggle(event.target.checked)}
        />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 max-sm:pl-6.5">
          <StatusBadge tone={REASON_TONES[app.reason]}>{t(`reasons.${app.reason}`)}</StatusBadge>
          <SecretExpiry expiresAt={app.secretExpiresAt} />
        </div>
      </div>
      {isChosen && app.origin === "imported" ? (
        <fieldset className="max-w-2xl pl-6.5">
          <legend className="sr-only">{t("newKeyOf", { name: app.name })}</legend>
          <SecretFields
            value={choices.secrets[app.id] ?? NO_SECRET}
            failure={here ? { ...here.failure, field: here.field } : null}
            onChange={(entered) => onChange({ secrets: { ...choices.secrets, [app.id]: entered } })}
          />
        </fieldset>
      ) : null}
      {here && !here.field ? (
        <p role="alert" className="pl-6.5 text-danger text-sm">
          <FailureMessage failure={here.failure} />
        </p>
      ) : null}
    </li>
  );
}

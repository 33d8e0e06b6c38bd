"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { renewSecretKeysAction } from "@/app/(portal)/tenants/actions";
import { useSignInMethods } from "../../azure-services/use-sign-in-methods";
import { useDeniedReason } from "../../shell/access";
import { Banner } from "../../ui/banner";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { FailureMessage } from "../../ui/failure-message";
import { useCommand } from "../../ui/use-command";
import { ValiditySelect } from "../validity-select";
import { beginWith, chosenOf, missingFor, orderOf, type RenewalChoices, refusedApp } from "./renewal-choices";
import type { RenewalPlan } from "./renewal-view";
import { TenantRenewal } from "./tenant-renewal";

/** What needs a renewal and why, one sign-in per tenant, and the keys of imported apps. */
export function RenewalForm({
  plan: { tenants, roleMoved },
  onStarted,
}: {
  plan: RenewalPlan;
  onStarted(batchId: string): void;
}) {
  const t = useTranslations("tenantsPage.renewAllPage");
  const denied = useDeniedReason()("azure-apps.renew-secret");
  const methods = useSignInMethods();
  const [choices, setChoices] = useState<RenewalChoices>(() => beginWith(tenants));
  const renew = useCommand(renewSecretKeysAction, {
    quiet: true,
    onSuccess({ batchId }) {
      // They are sealed now; this page has no use for them any more.
      setChoices((old) => ({ ...old, secrets: {} }));
      onStarted(batchId);
    },
  });
  const change = (next: Partial<RenewalChoices>) => {
    renew.clear();
    setChoices((old) => ({ ...old, ...next }));
  };
  const onSignIn = useCallback(
    (tenant: string, signInId: string | null) =>
      setChoices((old) => ({ ...old, signIns: { ...old.signIns, [tenant]: signInId } })),
    [],
  );
  if (tenants.length === 0) {
    return (
      <Card>
        <EmptyState icon={KeyRound} title={t("none")} description={t("noneText")} />
      </Card>
    );
  }
  const missing = missingFor(tenants, choices);
  const { failure } = renew;
  const refused = failure && refusedApp(failure.field, orderOf(tenants, choices));
  const makesKeys = tenants.some((tenant) => chosenOf(tenant, choices).created.length > 0);
  const whyNot = denied ?? (missing ? t(`missing.${missing.what}`, { name: missing.name }) : undefined);
  return (
    <div className="space-y-4">
      {roleMoved ? (
        <Banner tone="warning" title={t("moved")}>
          <p>{t("movedText")}</p>
        </Banner>
      ) : null}
      {tenants.map((tenant) => (
        <TenantRenewal
          key={tenant.id}
          tenant={tenant}
          methods={methods(tenant.environmentId)}
          choices={choices}
          refused={failure && refused ? { ...refused, failure } : null}
          onChange={change}
          onSignIn={onSignIn}
        />
      ))}
      <Card>
        <div className="flex flex-wrap items-center justify-between gap-4">
          <div className="min-w-0 flex-1 basis-56 space-y-2">
            {makesKeys ? (
              <div className="max-w-xs">
                <ValiditySelect
                  value={choices.validityYears}
                  onChange={(validityYears) => change({ validityYears })}
                />
              </div>
            ) : null}
            {missing ? <p className="text-muted text-sm">{whyNot}</p> : null}
          </div>
          <Button
            variant="primary"
            size="lg"
            pending={renew.pending}
            disabledReason={whyNot}
            onClick={() => renew.run(orderOf(tenants, choices))}
          >
            <KeyRound aria-hidden />
            {t("start", { count: choices.selected.size })}
          </Button>
        </div>
        {failure && !refused ? (
          <Banner tone="danger" live className="mt-4" title={t("refused")}>
            <FailureMessage failure={failure} />
          </Banner>
        ) : null}
      </Card>
    </div>
  );
}

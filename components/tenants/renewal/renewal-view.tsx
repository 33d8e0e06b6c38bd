"use client";

import { useTranslations } from "next-intl";
import type { QueryValue } from "@/app/_server/queries";
import { useLiveQuery } from "../../live/use-live-query";
import { PageHeader } from "../../ui/page-header";
import { useAddressParam } from "../../ui/use-address-param";
import { BackToRoleChange } from "./back-to-role-change";
import { RenewalChecklist } from "./renewal-checklist";
import { RenewalForm } from "./renewal-form";

export type RenewalPlan = QueryValue<"getRenewalPlan">;

/** The renewal of all secret keys of a tenant, or of all tenants after a move of the role. */
export function RenewalView({ tenant, initial }: { tenant: string | null; initial: RenewalPlan }) {
  const t = useTranslations("tenantsPage.renewAllPage");
  const tenants = useTranslations("tenantsPage");
  const { data: plan = initial } = useLiveQuery("getRenewalPlan", { tenant }, { initialData: initial });
  const [batchId, setBatch] = useAddressParam("batch");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: tenants("title"), href: "/tenants" }]}
      />
      <BackToRoleChange />
      {batchId ? (
        <RenewalChecklist batchId={batchId} plan={plan} onAgain={() => setBatch("")} />
      ) : (
        <RenewalForm plan={plan} onStarted={setBatch} />
      )}
    </>
  );
}

"use client";

import { AppWindow, KeyRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { TenantRow } from "@/lib/azure-services/tenants/tenant-rows";
import { CopyableId } from "../azure-services/copyable-id";
import { useSignInMethods } from "../azure-services/use-sign-in-methods";
import { useLiveQuery } from "../live/use-live-query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { KeyValueList } from "../ui/key-value";
import { PageHeader } from "../ui/page-header";
import { ApplicationCard } from "./application-card";
import { DeleteTenant } from "./delete-tenant";
import { PortalLink } from "./portal-link";
import { RenameTenant } from "./rename-tenant";
import { UnreadableBanner } from "./unreadable-banner";

/** One tenant with its apps. */
export function TenantView({ initial }: { initial: TenantRow }) {
  const t = useTranslations("tenantsPage");
  const { data: tenant = initial } = useLiveQuery(
    "getTenant",
    { tenant: initial.id },
    { initialData: initial },
  );
  const methods = useSignInMethods()(tenant.environmentId);
  return (
    <>
      <PageHeader
        title={tenant.name}
        description={tenant.domain ?? undefined}
        breadcrumbs={[{ label: t("title"), href: "/tenants" }]}
        actions={
          <>
            <RenameTenant key={tenant.name} tenant={tenant} />
            <DeleteTenant tenant={tenant} />
            {tenant.applications.some(({ secret }) => secret) ? (
              <Button asChild>
                <Link href={`/tenants/renew?tenant=${tenant.id}`}>
                  <KeyRound aria-hidden />
                  {t("renewTenant")}
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      <div className="space-y-4">
        <UnreadableBanner applications={tenant.applications} />
        <Card title={t("facts.title")}>
          <KeyValueList
            items={[
              {
                label: t("facts.tenantId"),
                value: (
                  <CopyableId
                    id={tenant.tenantId}
                    copyLabel={t("columns.copyTenantId", { name: tenant.name })}
                  />
                ),
              },
              { label: t("facts.environment"), value: tenant.environmentName },
              ...(tenant.portalUrl
                ? [{ label: t("facts.portal"), value: <PortalLink href={tenant.portalUrl} /> }]
                : []),
            ]}
          />
        </Card>
        <h2 className="pt-1 font-semibold text-lg">{t("applications")}</h2>
        {tenant.applications.length === 0 ? (
          <Card>
            <EmptyState icon={AppWindow} title={t("noApps.title")} description={t("noApps.text")} />
          </Card>
        ) : (
          <div className="grid items-start gap-4 xl:grid-cols-2">
            {tenant.applications.map((application) => (
              <ApplicationCard
                key={application.id}
                application={application}
                tenant={tenant}
                methods={methods}
              />
            ))}
          </div>
        )}
      </div>
    </>
  );
}

"use client";

import { Building2, KeyRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { TenantRow } from "@/lib/azure-services/tenants/tenant-rows";
import { useLiveQuery } from "../live/use-live-query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { TenantsTable } from "./tenants-table";
import { UnreadableBanner } from "./unreadable-banner";

/** *Azure Active Directory Tenants*. */
export function TenantsView({ initial }: { initial: TenantRow[] }) {
  const t = useTranslations("tenantsPage");
  const { data: tenants = initial } = useLiveQuery("listTenants", {}, { initialData: initial });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          tenants.length > 0 ? (
            <Button asChild>
              <Link href="/tenants/renew">
                <KeyRound aria-hidden />
                {t("renewAll")}
              </Link>
            </Button>
          ) : null
        }
      />
      <div className="space-y-4">
        <UnreadableBanner applications={tenants.flatMap(({ applications }) => applications)} />
        <Card padded={false}>
          {tenants.length > 0 ? (
            <TenantsTable tenants={tenants} />
          ) : (
            <EmptyState
              icon={Building2}
              title={t("empty.title")}
              description={t("empty.text")}
              action={
                <Button asChild variant="primary">
                  <Link href="/azure-services/new">{t("empty.action")}</Link>
                </Button>
              }
            />
          )}
        </Card>
      </div>
    </>
  );
}

"use client";

import { Cloud, CloudCog } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { ConnectionBanners } from "./connection-banners";
import { ConnectionsTable } from "./connections-table";

/** *Azure Services*: what the hierarchy is connected with, worst first. */
export function ConnectionsView({ initial }: { initial: ServiceRow[] }) {
  const t = useTranslations("azureServicesPage");
  const { data: services = initial } = useLiveQuery("listServices", {}, { initialData: initial });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <Button asChild>
              <Link href="/tenants">{t("tenants")}</Link>
            </Button>
            <Configure />
          </>
        }
      />
      <div className="space-y-4">
        <ConnectionBanners services={services} />
        <Card padded={false}>
          {services.length > 0 ? (
            <ConnectionsTable services={services} />
          ) : (
            <EmptyState
              icon={Cloud}
              title={t("empty.title")}
              description={t("empty.text")}
              action={<Configure />}
            />
          )}
        </Card>
      </div>
    </>
  );
}

/** **Configure Azure Services**: the wizard, for who may. */
function Configure() {
  const t = useTranslations("azureServicesPage");
  const denied = useDeniedReason()("azure-services.manage");
  const words = (
    <>
      <CloudCog aria-hidden />
      {t("configure")}
    </>
  );
  return denied ? (
    <Button variant="primary" disabledReason={denied}>
      {words}
    </Button>
  ) : (
    <Button asChild variant="primary">
      <Link href="/azure-services/new">{words}</Link>
    </Button>
  );
}

"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";

/** What concerns all connections at once: secrets lost with a move of the role, and a role that is offline. */
export function ConnectionBanners({ services }: { services: readonly Pick<ServiceRow, "state">[] }) {
  const t = useTranslations("azureServicesPage.banners");
  const unreadable = services.filter(({ state }) => state === "secret-unreadable").length;
  return (
    <>
      {unreadable > 0 ? (
        <Banner
          tone="danger"
          title={t("unreadableTitle", { count: unreadable })}
          actions={
            <Button asChild variant="primary" size="sm">
              <Link href="/tenants/renew">{t("renew")}</Link>
            </Button>
          }
        >
          <p>{t("unreadableText")}</p>
        </Banner>
      ) : null}
      {services.some(({ state }) => state === "offline") ? (
        <Banner
          tone="info"
          title={t("offlineTitle")}
          actions={
            <Button asChild size="sm">
              <Link href="/service-connection-point">{t("mode")}</Link>
            </Button>
          }
        >
          <p>{t("offlineText")}</p>
        </Banner>
      ) : null}
    </>
  );
}

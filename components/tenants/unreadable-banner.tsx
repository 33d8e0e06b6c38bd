"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ApplicationRow } from "@/lib/azure-services/applications/application-rows";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";

/** Secrets that were sealed to another server, and with it lost when the role moved. */
export function UnreadableBanner({
  applications,
}: {
  applications: readonly Pick<ApplicationRow, "secret">[];
}) {
  const t = useTranslations("tenantsPage.unreadable");
  const count = applications.filter(({ secret }) => secret?.state === "unreadable").length;
  if (count === 0) return null;
  return (
    <Banner
      tone="danger"
      title={t("title", { count })}
      actions={
        <Button asChild variant="primary" size="sm">
          <Link href="/tenants/renew">{t("renew")}</Link>
        </Button>
      }
    >
      <p>{t("text")}</p>
    </Banner>
  );
}

"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { SiteVersions } from "@/lib/overview/get-site-versions";

const NAMED_AT_MOST = 5;

/** Sites on different versions: newer functions wait until the last has followed (reference/updates.md §20). */
export function MixedVersionBanner({ versions }: { versions: SiteVersions }) {
  const t = useTranslations("servicing.mixed");
  const format = useFormatter();
  const { topLevel, primariesBehind, secondariesBehind } = versions;
  if (!topLevel || (primariesBehind.length === 0 && secondariesBehind === 0)) return null;
  const named = primariesBehind.slice(0, NAMED_AT_MOST).map((site) => `${site.siteCode} (${site.version})`);
  return (
    <Banner
      tone={primariesBehind.length > 0 ? "warning" : "info"}
      className="mb-4"
      title={t("title")}
      actions={
        <>
          {primariesBehind.length > 0 ? (
            <Button asChild size="sm">
              <Link href="/updates/sites">{t("toSites")}</Link>
            </Button>
          ) : null}
          {secondariesBehind > 0 ? (
            <Button asChild size="sm">
              <Link href="/hierarchy">{t("toSecondaries")}</Link>
            </Button>
          ) : null}
        </>
      }
    >
      <p>
        {t("topLevel", { site: topLevel.siteCode, version: topLevel.version })}{" "}
        {primariesBehind.length > 0
          ? t("primaries", {
              count: primariesBehind.length,
              sites: format.list(named),
              more: primariesBehind.length - named.length,
            })
          : null}{" "}
        {secondariesBehind > 0 ? t("secondaries", { count: secondariesBehind }) : null}
      </p>
    </Banner>
  );
}

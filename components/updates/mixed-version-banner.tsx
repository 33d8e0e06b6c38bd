"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { SiteVersion, SiteVersions } from "@/lib/overview/get-site-versions";

const NAMED_AT_MOST = 5;

/** Sites on different versions: newer functions wait until the last has followed (reference/updates.md §20). */
export function MixedVersionBanner({ versions }: { versions: SiteVersions }) {
  const t = useTranslations("servicing.mixed");
  const format = useFormatter();
  const path = usePathname();
  const { topLevel, primariesBehind, secondariesBehind } = versions;
  if (!topLevel || (primariesBehind.length === 0 && secondariesBehind === 0)) return null;
  const more = primariesBehind.length - NAMED_AT_MOST;
  const named = [
    ...primariesBehind
      .slice(0, NAMED_AT_MOST)
      // Of many sites the codes alone are enough to read.
      .map((site) =>
        more > 0 ? site.siteCode : t("site", { site: site.siteCode, version: versionName(site) }),
      ),
    ...(more > 0 ? [t("more", { count: more })] : []),
  ];
  return (
    <Banner
      tone={primariesBehind.length > 0 ? "warning" : "info"}
      className="mb-4"
      title={t("title")}
      actions={
        <>
          {primariesBehind.length > 0 && path !== "/updates/sites" ? (
            <Button asChild size="sm">
              <Link href="/updates/sites">{t("toSites")}</Link>
            </Button>
          ) : null}
          {secondariesBehind > 0 ? (
            <Button asChild size="sm">
              <Link href="/hierarchy?sites=behind">{t("toSecondaries")}</Link>
            </Button>
          ) : null}
        </>
      }
    >
      <p>
        {t("topLevel", { site: topLevel.siteCode, version: versionName(topLevel) })}{" "}
        {primariesBehind.length > 0
          ? t("primaries", {
              count: primariesBehind.length,
              sites: format.list(named),
            })
          : null}{" "}
        {secondariesBehind > 0 ? t("secondaries", { count: secondariesBehind }) : null}
      </p>
    </Banner>
  );
}

/** A hotfix leaves the version of the release as it is: only the full one tells the sites apart. */
const versionName = ({ version, fullVersion }: SiteVersion) => `${version}, ${fullVersion}`;

"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import type { SiteDetail } from "./site-view";

/** Facts about a site, and its place in the hierarchy. */
export function PropertiesTab({ site }: { site: SiteDetail }) {
  const t = useTranslations("hierarchy.site.facts");
  const types = useTranslations("role.hierarchy.types");
  const format = useFormatter();
  return (
    <Card title={t("title")}>
      <KeyValueList
        items={[
          { label: t("siteCode"), value: <span className="font-mono">{site.siteCode}</span> },
          { label: t("name"), value: site.name },
          { label: t("type"), value: types(String(site.type)) },
          {
            label: t("parent"),
            value: site.parentSiteCode ? (
              <Link
                href={`/hierarchy/${site.parentSiteCode}`}
                className="rounded-sm font-mono text-accent-ink hover:underline"
              >
                {site.parentSiteCode}
              </Link>
            ) : (
              t("topLevel")
            ),
          },
          { label: t("version"), value: `${site.version} (${site.fullVersion})` },
          ...(site.databaseVersion ? [{ label: t("databaseVersion"), value: site.databaseVersion }] : []),
          { label: t("children"), value: format.number(site.children) },
          { label: t("messaging"), value: t(site.messagingEnabled ? "messagingOn" : "messagingOff") },
          { label: t("installed"), value: <AbsoluteTime at={site.installedAt} /> },
        ]}
      />
    </Card>
  );
}

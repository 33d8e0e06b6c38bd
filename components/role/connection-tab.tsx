"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { RoleStatus } from "@/lib/hierarchy/model";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";

/** Facts about the role's server and its way to the cloud. */
export function ConnectionTab({ role }: { role: NonNullable<RoleStatus["role"]> }) {
  const t = useTranslations();
  const format = useFormatter();
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={t("role.connection.server")}>
        <KeyValueList
          items={[
            {
              label: t("role.facts.server"),
              value: (
                <Link
                  href={`/hierarchy/servers/${role.serverId}`}
                  className="rounded-sm text-accent-ink hover:underline"
                >
                  {role.serverFqdn}
                </Link>
              ),
            },
            {
              label: t("role.facts.site"),
              value: (
                <Link href="/hierarchy" className="rounded-sm text-accent-ink hover:underline">
                  {role.siteCode} – {role.siteName}
                </Link>
              ),
            },
            { label: t("role.facts.version"), value: `${role.siteVersion} (${role.siteFullVersion})` },
          ]}
        />
      </Card>
      <Card title={t("role.connection.cloud")}>
        <KeyValueList
          items={[
            { label: t("role.facts.environment"), value: role.environmentName },
            {
              label: t("role.facts.proxy"),
              value: role.proxy ? `${role.proxy.host}:${role.proxy.port}` : t("role.connection.noProxy"),
            },
            { label: t("role.facts.streams"), value: format.number(role.downloadStreams) },
            {
              label: t("role.facts.lastConnection"),
              value: role.lastCloudConnectionAt ? (
                <>
                  <AbsoluteTime at={role.lastCloudConnectionAt} /> (
                  <RelativeTime at={role.lastCloudConnectionAt} />)
                </>
              ) : (
                t("common.never")
              ),
            },
          ]}
        />
      </Card>
    </div>
  );
}

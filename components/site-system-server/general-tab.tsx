"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { RoleBadge } from "../hierarchy/role-badge";
import { Banner } from "../ui/banner";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime, RelativeTime } from "../ui/relative-time";
import { ClockSkew } from "./clock-skew";
import { EnrolmentCard } from "./enrolment-card";
import { ExecutiveBadge } from "./executive-badge";

/** Tab *General*: where the server belongs, and the process that acts for it. */
export function GeneralTab({ server }: { server: SiteSystemServer }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Place server={server} />
      <ExecutiveCard server={server} />
      <EnrolmentCard server={server} />
    </div>
  );
}

function Place({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("serversPage.facts");
  const roles = useTranslations("role.hierarchy");
  return (
    <Card title={t("title")}>
      <KeyValueList
        items={[
          { label: t("fqdn"), value: server.fqdn },
          {
            label: t("site"),
            value: (
              <Link
                href={`/hierarchy/${server.siteCode}`}
                className="rounded-sm text-accent-ink hover:underline"
              >
                {server.siteCode} – {server.siteName}
              </Link>
            ),
          },
          {
            label: t("roles"),
            value:
              server.roles.length === 0 ? (
                roles("noRoles")
              ) : (
                <span className="flex flex-wrap gap-1.5">
                  {server.roles.map((role) => (
                    <RoleBadge key={role} role={role} />
                  ))}
                </span>
              ),
          },
        ]}
      />
    </Card>
  );
}

function ExecutiveCard({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("serversPage.facts");
  const { executive } = server;
  return (
    <Card title={t("executive")}>
      {executive?.misfit ? (
        <Banner tone="danger" className="mb-4" title={t("misfit.title")}>
          {t(`misfit.${executive.misfit.code}`, { ...executive.misfit })}
        </Banner>
      ) : null}
      <KeyValueList
        items={[
          { label: t("state"), value: <ExecutiveBadge server={server} /> },
          ...(executive
            ? [
                {
                  label: t("process"),
                  value: t("processOn", {
                    process: String(executive.processId),
                    computer: executive.hostName,
                  }),
                },
                { label: t("version"), value: executive.version },
                { label: t("started"), value: <AbsoluteTime at={executive.startedAt} /> },
                { label: t("heartbeat"), value: <RelativeTime at={executive.heartbeatAt} /> },
                { label: t("clock"), value: <ClockSkew ms={executive.clockSkewMs} /> },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

"use client";

import { AppWindow, KeyRound } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ApplicationRow } from "@/lib/azure-services/applications/application-rows";
import type { TenantRow } from "@/lib/azure-services/tenants/tenant-rows";
import { ConsentBadge } from "../azure-services/applications/consent-badge";
import { CopyableId } from "../azure-services/copyable-id";
import { type OperationPlace, OperationProgress } from "../azure-services/operation-progress";
import { SecretExpiry } from "../azure-services/secret-expiry";
import { useDeniedReason } from "../shell/access";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { useFailureText } from "../ui/failure-message";
import { type KeyValue, KeyValueList } from "../ui/key-value";
import { RelativeTime } from "../ui/relative-time";
import { DeleteApplication } from "./delete-application";
import { PortalLink } from "./portal-link";
import { RenewDialog } from "./renew-dialog";
import { SettingsDialog } from "./settings-dialog";

/** An app: its secret, its consent, where it is used, and what can be done about it. */
export function ApplicationCard({
  application,
  tenant,
  methods,
}: {
  application: ApplicationRow;
  tenant: TenantRow;
  methods: OperationPlace["methods"];
}) {
  const t = useTranslations("tenantsPage.app");
  const denied = useDeniedReason();
  const [open, setOpen] = useState<"renew" | "settings" | null>(null);
  const place = { environmentId: tenant.environmentId, tenantId: tenant.tenantId, methods };
  const busy = application.openOperationId ? t("busy") : undefined;
  const Icon = application.kind === "server" ? KeyRound : AppWindow;
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <Icon aria-hidden className="size-4.5 shrink-0 text-muted" />
          {application.name}
        </span>
      }
      description={t(`kinds.${application.kind}`)}
      actions={<Badge>{t(`origins.${application.origin}`)}</Badge>}
    >
      <KeyValueList items={useFacts(application)} />
      {application.openOperationId ? (
        <div className="mt-4 border-line border-t pt-4">
          <OperationProgress operationId={application.openOperationId} place={place} />
        </div>
      ) : null}
      <div className="mt-4 flex flex-wrap gap-2 border-line border-t pt-4">
        {application.kind === "server" ? (
          <Button
            variant="primary"
            size="sm"
            disabledReason={denied("azure-apps.renew-secret") ?? busy}
            onClick={() => setOpen("renew")}
          >
            {t("renew")}
          </Button>
        ) : null}
        <Button
          size="sm"
          disabledReason={denied("azure-apps.manage") ?? busy}
          onClick={() => setOpen("settings")}
        >
          {t("settings")}
        </Button>
        <DeleteApplication application={application} />
      </div>
      {open === "renew" ? (
        <RenewDialog application={application} place={place} onClose={() => setOpen(null)} />
      ) : null}
      {open === "settings" ? (
        <SettingsDialog application={application} place={place} onClose={() => setOpen(null)} />
      ) : null}
    </Card>
  );
}

function useFacts(application: ApplicationRow): KeyValue[] {
  const t = useTranslations("tenantsPage.app");
  const common = useTranslations("common");
  const failureText = useFailureText();
  const { name, clientId, appIdUri, secret, usedBy, consent, lastProof, settingsUpdatedAt, portalUrl } =
    application;
  return [
    {
      label: t("clientId"),
      value: <CopyableId id={clientId} copyLabel={t("copyClientId", { name })} />,
    },
    ...(appIdUri ? [{ label: t("appIdUri"), value: <span className="wrap-anywhere">{appIdUri}</span> }] : []),
    ...(secret
      ? [
          { label: t("expiry"), value: <SecretExpiry {...secret} /> },
          { label: t("proved"), value: <RelativeTime at={secret.provedAt} /> },
        ]
      : []),
    { label: t("consent"), value: <ConsentBadge consent={consent} /> },
    { label: t("usedBy"), value: <UsedBy services={usedBy} /> },
    {
      label: t("lastProof"),
      value: lastProof ? (
        <>
          {lastProof.code === "ok" ? (
            t("works")
          ) : (
            <span className="wrap-anywhere text-danger">{failureText(lastProof)}</span>
          )}{" "}
          <RelativeTime at={lastProof.at} className="text-muted text-sm" />
        </>
      ) : (
        common("never")
      ),
    },
    {
      label: t("settingsUpdated"),
      value: settingsUpdatedAt ? <RelativeTime at={settingsUpdatedAt} /> : common("never"),
    },
    ...(portalUrl ? [{ label: t("inAzure"), value: <PortalLink href={portalUrl} /> }] : []),
  ];
}

/** *Where this secret is used*. */
function UsedBy({ services }: { services: ApplicationRow["usedBy"] }) {
  const t = useTranslations("tenantsPage.app");
  const types = useTranslations("azureServicesPage.services");
  if (services.length === 0) return <span className="text-muted">{t("unused")}</span>;
  return (
    <ul>
      {services.map(({ id, name, type }) => (
        <li key={id}>
          <Link href={`/azure-services/${id}`} className="rounded-sm text-accent-ink hover:underline">
            {name}
          </Link>{" "}
          <span className="text-muted text-sm">{types(`${type}.name`)}</span>
        </li>
      ))}
    </ul>
  );
}

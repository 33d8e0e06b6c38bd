"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ServiceRow } from "@/lib/azure-services/services/service-rows";
import { SecretExpiry } from "../azure-services/secret-expiry";
import { ServiceStateBadge } from "../azure-services/service-state-badge";
import { cureHref } from "../azure-services/service-state-view";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";

const SHOWN = 3;

/** The connections at a glance: those that need somebody with the way to their cure, and the secret that ends next. */
export function AzureServicesCard({ services }: { services: readonly ServiceRow[] }) {
  const t = useTranslations("azureServicesPage.card");
  const showAll = useTranslations("overview")("showAll");
  const connected = services.filter(({ state }) => state === "connected").length;
  const others = services.filter(({ state }) => state !== "connected");
  return (
    <Card
      title={t("title")}
      actions={
        <Button asChild size="sm" variant="ghost" className="-mr-2.5">
          <Link href="/azure-services">{showAll}</Link>
        </Button>
      }
    >
      {services.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <>
          <KeyValueList
            items={[
              { label: t("connected"), value: t("ofAll", { connected, all: services.length }) },
              { label: t("nextExpiry"), value: <NextExpiry services={services} /> },
            ]}
          />
          {others.length > 0 ? (
            <ul className="mt-3 space-y-2.5 border-line border-t pt-3">
              {others.slice(0, SHOWN).map((service) => (
                <li key={service.id} className="space-y-1">
                  <Link
                    href={cureHref(service) ?? `/azure-services/${service.id}`}
                    className="block rounded-sm font-medium hover:text-accent-ink hover:underline"
                  >
                    {service.name}
                  </Link>
                  <ServiceStateBadge state={service.state} />
                </li>
              ))}
            </ul>
          ) : null}
        </>
      )}
    </Card>
  );
}

function NextExpiry({ services }: { services: readonly ServiceRow[] }) {
  const none = useTranslations("azureServicesPage.card")("noneExpires");
  const [first] = services
    .flatMap(({ secretExpiresAt }) => secretExpiresAt ?? [])
    .sort((a, b) => a.getTime() - b.getTime());
  return first ? <SecretExpiry expiresAt={first} /> : none;
}

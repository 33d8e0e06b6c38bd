"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { RelativeTime } from "../ui/relative-time";
import { SecretExpiry } from "./secret-expiry";
import { ServiceStateBadge, useServiceReason } from "./service-state-badge";
import { cureHref, SERVICE_STATE_LOOKS } from "./service-state-view";
import type { ServiceDetails } from "./service-view";

/** Whether the connection works, since when, when that is looked at again, and where it is mended. */
export function ServiceProof({ service }: { service: ServiceDetails }) {
  const t = useTranslations("azureServicesPage.service");
  const cures = useTranslations("azureServicesPage.cures");
  const common = useTranslations("common");
  const reason = useServiceReason();
  const { proof, nextProofAt, secretExpiresAt, state } = service;
  const { cure } = SERVICE_STATE_LOOKS[state];
  const href = cureHref(service);
  return (
    <Card title={t("health")} description={t("healthHint")}>
      <div className="mb-4 space-y-2">
        <ServiceStateBadge state={state} />
        <p className="wrap-anywhere">{reason(service)}</p>
        {cure && href ? (
          <Button asChild size="sm">
            <Link href={href}>{cures(cure)}</Link>
          </Button>
        ) : null}
      </div>
      <KeyValueList
        items={[
          { label: t("lastProof"), value: proof ? <RelativeTime at={proof.at} /> : common("never") },
          { label: t("since"), value: proof ? <RelativeTime at={proof.since} /> : common("never") },
          {
            label: t("nextProof"),
            value: nextProofAt ? <RelativeTime at={nextProofAt} /> : t("noNextProof"),
          },
          {
            label: t("secretExpiry"),
            value: secretExpiresAt ? <SecretExpiry expiresAt={secretExpiresAt} /> : common("unknown"),
          },
          {
            label: t("log"),
            value: (
              <Link
                href="/components/service-manager?component=SMS_CLOUDCONNECTION"
                className="wrap-anywhere rounded-sm font-mono text-accent-ink text-sm hover:underline"
              >
                SMS_
                <wbr />
                CLOUDCONNECTION.log
              </Link>
            ),
          },
        ]}
      />
    </Card>
  );
}

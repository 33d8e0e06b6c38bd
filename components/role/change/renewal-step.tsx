"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLiveQuery } from "../../live/use-live-query";
import { StatusBadge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import type { ChangeReport } from "./change-view";

/**
 * The renewal of the secret keys of all tenants as a step of its own (reference/role.md §8.2): done when the server that
 * holds the role opens every one of them.
 */
export function RenewalStep({ report: { change, isCurrent } }: { report: ChangeReport }) {
  const t = useTranslations("roleMove.renewal");
  const { data: plan } = useLiveQuery("getRenewalPlan", { tenant: null });
  if (!plan || !isCurrent || plan.tenants.length === 0) return null;
  const open = plan.tenants.flatMap(({ applications, name: tenant }) =>
    applications
      .filter(({ reason }) => reason === "unreadable" || reason === "expired")
      .map(({ id, name }) => ({ id, name, tenant })),
  );
  const back = `/service-connection-point/changes/${change.id}`;
  return (
    <Card
      title={t("title")}
      description={t("text")}
      actions={
        <StatusBadge tone={open.length > 0 ? "warning" : "success"}>
          {t(open.length > 0 ? "open" : "done", { count: open.length })}
        </StatusBadge>
      }
    >
      {open.length > 0 ? (
        <div className="space-y-3">
          <ul aria-label={t("title")} className="list-disc pl-5">
            {open.map(({ id, name, tenant }) => (
              <li key={id} className="wrap-anywhere">
                {t("key", { name, tenant })}
              </li>
            ))}
          </ul>
          <Button asChild variant="primary" className="print:hidden">
            <Link href={`/tenants/renew?${new URLSearchParams({ return: back })}`}>{t("renew")}</Link>
          </Button>
        </div>
      ) : (
        <p className="text-muted">{t("nothing")}</p>
      )}
    </Card>
  );
}

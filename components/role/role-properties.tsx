"use client";

import { ArrowRightLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RoleStatus } from "@/lib/hierarchy/model";
import type { Result } from "@/lib/result";
import { useLiveQuery } from "../live/use-live-query";
import { ProxyTab } from "../site-system-server/proxy-tab";
import { StatusBadge } from "../ui/badge";
import { Button } from "../ui/button";
import { PageHeader } from "../ui/page-header";
import { Tabs } from "../ui/tabs";
import { ChangesCard } from "./change/changes-card";
import { ConnectionTab } from "./connection-tab";
import { ModeForm } from "./mode-form";
import { PendingRestart } from "./pending-restart";
import { RemoveRole } from "./remove-role";
import { RoleChangeCard } from "./role-change-card";
import { roleHealth } from "./role-health";
import { RoleNotInstalled } from "./role-not-installed";

interface RolePropertiesProps {
  initial: RoleStatus;
  changeMode(input: unknown): Promise<Result<unknown>>;
}

/** The properties of the role, as the product's dialog has them, and what the running thread makes of them. */
export function RoleProperties({ initial, changeMode }: RolePropertiesProps) {
  const t = useTranslations();
  const { data: status = initial } = useLiveQuery("getRoleStatus", {}, { initialData: initial });
  const { role } = status;
  const health = roleHealth(status);
  return (
    <>
      <PageHeader
        title={t("shell.nav.serviceConnectionPoint")}
        description={
          role ? t("role.description", { server: role.serverFqdn, site: role.siteName }) : undefined
        }
        actions={
          role ? (
            <>
              <Button asChild>
                <Link href="/service-connection-point/move">
                  <ArrowRightLeft aria-hidden />
                  {t("roleMove.open")}
                </Link>
              </Button>
              <RemoveRole role={role} />
            </>
          ) : undefined
        }
        status={<StatusBadge tone={health.tone}>{t(`shell.roleHealth.${health.key}`)}</StatusBadge>}
      />
      <div className="space-y-4">
        <RoleChangeCard />
        {role ? (
          <>
            {role.pendingRestart ? (
              <PendingRestart role={role} executiveResponding={status.executiveResponding} />
            ) : null}
            <Tabs
              label={t("role.properties")}
              tabs={[
                {
                  id: "general",
                  label: t("role.tabs.general"),
                  content: <ModeForm role={role} changeMode={changeMode} />,
                },
                {
                  id: "connection",
                  label: t("role.tabs.connection"),
                  content: <ConnectionTab role={role} />,
                },
                {
                  id: "proxy",
                  label: t("role.tabs.proxy"),
                  content: <ProxyTab server={{ id: role.serverId }} />,
                },
              ]}
            />
          </>
        ) : (
          <RoleNotInstalled />
        )}
        <ChangesCard />
      </div>
    </>
  );
}

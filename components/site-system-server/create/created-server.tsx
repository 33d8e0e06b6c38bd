"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLiveQuery } from "../../live/use-live-query";
import { RequirementCheck } from "../../role/requirement-check";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Completion } from "../../ui/wizard/completion";

/** Page *Completion*: the hierarchy knows the server; its executive joins, and is followed while it does. */
export function CreatedServer({ serverId, wantsRole }: { serverId: string; wantsRole: boolean }) {
  const t = useTranslations("serverCreate.created");
  const { data: view } = useLiveQuery("getRequirements", { serverId });
  if (!view) return <p className="text-muted">{t("loading")}</p>;
  const { fqdn, executive } = view.server;
  return (
    <div className="space-y-4">
      <Completion
        title={t("title", { server: fqdn })}
        text={t(executive?.responding ? "textJoined" : "text")}
        actions={
          <>
            <Button asChild variant={wantsRole ? "secondary" : "primary"}>
              <Link href={`/hierarchy/servers/${serverId}`}>{t("open")}</Link>
            </Button>
            {wantsRole ? (
              <Button asChild variant="primary">
                <Link href={`/service-connection-point/install?server=${serverId}`}>{t("install")}</Link>
              </Button>
            ) : null}
          </>
        }
      />
      <Card title={t("requirements")} description={t("requirementsText")}>
        <RequirementCheck view={view} />
      </Card>
    </div>
  );
}

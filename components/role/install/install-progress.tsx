"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLiveQuery } from "../../live/use-live-query";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Completion } from "../../ui/wizard/completion";
import { RoleChangeProgress } from "../role-change-progress";

/** Pages *Progress* and *Completion*; the address names the change, so that a reload goes on watching it. */
export function InstallProgress({ changeId, onBack }: { changeId: string; onBack(): void }) {
  const t = useTranslations("roleInstall.progress");
  const { data: change } = useLiveQuery("getRoleChange", { changeId });
  if (!change) return <p className="text-muted">{t("loading")}</p>;
  if (change.state === "complete")
    return (
      <Completion
        title={t("doneTitle", { server: change.toServer ?? "" })}
        text={t("doneText")}
        actions={
          <>
            <Button asChild>
              <Link href="/updates">{t("updates")}</Link>
            </Button>
            <Button asChild variant="primary">
              <Link href="/service-connection-point">{t("open")}</Link>
            </Button>
          </>
        }
      />
    );
  return (
    <Card title={t("title", { server: change.toServer ?? "" })} description={t("text")}>
      <RoleChangeProgress change={change} />
      {change.state === "failed" ? (
        <div className="mt-4 space-y-3">
          <p>{t("undone")}</p>
          <Button onClick={onBack}>{t("back")}</Button>
        </div>
      ) : null}
    </Card>
  );
}

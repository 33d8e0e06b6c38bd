"use client";

import { useTranslations } from "next-intl";
import { testInstallationAccountAction } from "@/app/(portal)/hierarchy/servers/actions";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import type { InstallationAccountView } from "@/lib/hierarchy/site-system-roles/installation-account/get-installation-account";
import { useDeniedReason } from "../shell/access";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { FailureMessage } from "../ui/failure-message";
import { KeyValueList } from "../ui/key-value";
import { RelativeTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { useCommand } from "../ui/use-command";

type Test = InstallationAccountView["test"];

/** **Test transfer**: a real file from this server to its site server, with what it took and what arrived. */
export function TestTransfer({
  server,
  siteServer,
  test,
}: {
  server: SiteSystemServer;
  siteServer: string;
  test: Test;
}) {
  const t = useTranslations("installationAccount.test");
  const denied = useDeniedReason()("role.manage");
  const run = useCommand(testInstallationAccountAction);
  const isRunning = test?.state === "waiting" || test?.state === "running";
  const responds = server.executive?.responding ?? false;
  return (
    <Card title={t("title")} description={t("text", { siteServer })}>
      <div className="space-y-4">
        <Outcome test={test} />
        <Button
          pending={run.pending || (isRunning && responds)}
          disabledReason={denied ?? (responds ? undefined : t("notResponding"))}
          onClick={() => run.run({ serverId: server.id })}
        >
          {t("run")}
        </Button>
      </div>
    </Card>
  );
}

function Outcome({ test }: { test: Test }) {
  const t = useTranslations("installationAccount.test");
  const { bytes } = useSizes();
  if (!test) return <p className="text-muted">{t("never")}</p>;
  const { state, result, failure, finishedAt } = test;
  if (state === "waiting" || state === "running") return <p role="status">{t("running")}</p>;
  if (failure)
    return (
      <Banner tone="danger" live title={t("failed")}>
        <FailureMessage failure={failure} />
      </Banner>
    );
  if (!result) return null;
  return (
    <>
      <Banner tone="success" live title={t("ok")} />
      <KeyValueList
        items={[
          { label: t("bytes"), value: bytes(result.bytes) },
          { label: t("duration"), value: t("milliseconds", { ms: result.durationMs }) },
          {
            label: t("sha256"),
            value: <span className="wrap-anywhere font-mono text-sm">{result.sha256}</span>,
          },
          { label: t("with"), value: result.account ?? t("certificateOnly") },
          ...(finishedAt ? [{ label: t("at"), value: <RelativeTime at={finishedAt} /> }] : []),
        ]}
      />
    </>
  );
}

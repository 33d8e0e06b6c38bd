"use client";

import { FileDown, Globe, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { QueryValue } from "@/app/_server/queries";
import { requestProbeAction } from "@/app/(portal)/endpoints/actions";
import { useLiveQuery } from "../live/use-live-query";
import { useDeniedReason } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { FailureMessage } from "../ui/failure-message";
import { PageHeader } from "../ui/page-header";
import { useAddressParam } from "../ui/use-address-param";
import { useCommand } from "../ui/use-command";
import { AllowListDialog } from "./allow-list-dialog";
import { EndpointDialog } from "./endpoint-dialog";
import { EndpointList } from "./endpoint-list";
import { type Endpoint, stateOf } from "./endpoint-rows";
import { ProbeCard } from "./probe-card";
import { ScheduleCard } from "./schedule-card";

/** *Internet endpoints*: what the hierarchy asks of the internet, and whether it can be reached from its servers. */
export function EndpointsView({ initial }: { initial: QueryValue<"listEndpoints"> }) {
  const t = useTranslations("endpointsPage");
  const denied = useDeniedReason()("role.manage");
  const [serverId, setServer] = useAddressParam("server", initial.serverId ?? "");
  const { data = initial } = useLiveQuery("listEndpoints", serverId ? { serverId } : {}, {
    initialData: serverId === (initial.serverId ?? "") ? initial : undefined,
  });
  const [chosen, choose] = useAddressParam("endpoint");
  const [exporting, setExporting] = useState(false);
  const test = useCommand(requestProbeAction, { success: t("testAsked") });
  const server = data.servers.find(({ id }) => id === data.serverId) ?? null;
  const endpoint = data.endpoints.find(({ id }) => id === chosen);
  const refusal = data.refusal ? <FailureMessage failure={{ code: data.refusal }} /> : undefined;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        status={<Summary endpoints={data.endpoints} />}
        actions={
          <>
            <Button onClick={() => setExporting(true)}>
              <FileDown aria-hidden />
              {t("allowList.open")}
            </Button>
            <Button
              variant="primary"
              pending={test.pending}
              disabledReason={denied ?? refusal ?? (server ? undefined : t("noServer"))}
              onClick={() => test.run(server ? { serverId: server.id } : {})}
            >
              <RotateCw aria-hidden />
              {t("testNow")}
            </Button>
          </>
        }
      />
      <div className="space-y-4">
        {data.refusal ? (
          <Banner tone="info" title={t("offlineTitle")}>
            <p>{t("offlineText")}</p>
          </Banner>
        ) : null}
        <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
          <ProbeCard data={data} serverId={data.serverId ?? ""} onServer={setServer} />
          <ScheduleCard key={data.schedule.changedAt?.toISOString() ?? "none"} schedule={data.schedule} />
        </div>
        <EndpointList endpoints={data.endpoints} serverId={data.serverId} onOpen={choose} />
      </div>
      {endpoint ? <EndpointDialog endpoint={endpoint} server={server} onClose={() => choose("")} /> : null}
      <AllowListDialog open={exporting} onOpenChange={setExporting} />
    </>
  );
}

function Summary({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const t = useTranslations("endpointsPage.summary");
  const needed = endpoints.filter((endpoint) => endpoint.needed);
  const failed = new Set(needed.filter((one) => stateOf(one) === "failed").map(({ id }) => id)).size;
  if (failed > 0) return <StatusBadge tone="danger">{t("failed", { count: failed })}</StatusBadge>;
  if (needed.every(({ result }) => result === null))
    return (
      <StatusBadge tone="neutral" icon={Globe}>
        {t("untested")}
      </StatusBadge>
    );
  return <StatusBadge tone="success">{t("reachable")}</StatusBadge>;
}

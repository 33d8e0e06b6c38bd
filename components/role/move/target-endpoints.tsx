"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { requestProbeAction } from "@/app/(portal)/endpoints/actions";
import { useLiveQuery } from "../../live/use-live-query";
import { useDeniedReason } from "../../shell/access";
import { StatusBadge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { RelativeTime } from "../../ui/relative-time";
import { useCommand } from "../../ui/use-command";

/** Whether the server that is to get the role reaches what is connected, tested by itself through its own proxy. */
export function TargetEndpoints({ server }: { server: { id: string; fqdn: string } }) {
  const t = useTranslations("roleMove.plan.endpoints");
  const denied = useDeniedReason()("role.manage");
  const { data } = useLiveQuery("listEndpoints", { serverId: server.id });
  const probe = useCommand(requestProbeAction);
  if (!data) return null;
  const [run] = data.runs;
  const lost = data.endpoints.filter(({ needed, result }) => needed && result?.outcome === "failed");
  const isRunning = run !== undefined && run.finishedAt === null;
  return (
    <div className="space-y-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {!run ? <StatusBadge tone="neutral">{t("never")}</StatusBadge> : null}
        {isRunning ? (
          <StatusBadge tone="info" busy>
            {t("running", { tested: run.tested, total: run.total })}
          </StatusBadge>
        ) : null}
        {run?.finishedAt ? (
          <>
            <StatusBadge tone={run.unreachable > 0 ? "warning" : "success"}>
              {t(run.unreachable > 0 ? "lost" : "reached", { count: run.unreachable || run.reachable })}
            </StatusBadge>
            <span className="text-muted text-sm">
              <RelativeTime at={run.finishedAt} />
            </span>
          </>
        ) : null}
      </p>
      {lost.length > 0 ? (
        <>
          <ul className="list-disc pl-5 text-sm">
            {lost.map(({ id }) => (
              <li key={id} className="wrap-anywhere">
                {id}
              </li>
            ))}
          </ul>
          <p className="max-w-prose text-sm">{t("warning")}</p>
        </>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          pending={probe.pending || isRunning}
          disabledReason={denied ?? (data.refusal ? t("offline") : undefined)}
          onClick={() => probe.run({ serverId: server.id })}
        >
          {t("test", { server: server.fqdn })}
        </Button>
        <Button asChild size="sm" variant="ghost">
          <Link href={`/endpoints?server=${server.id}`}>{t("open")}</Link>
        </Button>
      </div>
    </div>
  );
}

"use client";

import { RotateCcw, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { resetCountsAction } from "@/app/(portal)/components/actions";
import { useLiveQuery } from "@/components/live/use-live-query";
import { useCan, useDeniedReason } from "@/components/shell/access";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureMessage } from "@/components/ui/failure-message";
import { KeyValueList } from "@/components/ui/key-value";
import { AbsoluteTime, RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { useCommand } from "@/components/ui/use-command";
import type { ComponentRow } from "@/lib/executive/model";
import { ComponentStateBadge, ComponentStatusBadge } from "./component-badges";
import { COMPONENT_TYPE } from "./component-state-view";
import { StatusMessageList } from "./status-message-list";

const MESSAGES_SHOWN = 25;

/** One component in full: facts, last error, and its newest status messages. */
export function ComponentDialog({ row, onClose }: { row: ComponentRow; onClose(): void }) {
  const t = useTranslations("componentsPage");
  const descriptions = useTranslations("executive.components");
  const denied = useDeniedReason()("status.manage");
  const reset = useCommand(resetCountsAction, { success: t("detail.countsReset") });
  const about = `${row.component}.description`;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={row.component}
      description={descriptions.has(about) ? descriptions(about) : row.serverFqdn}
    >
      <div className="space-y-5 pb-1">
        {row.lastError ? (
          <Banner tone="danger" title={t("detail.lastError")}>
            <span className="break-words font-mono text-sm">{row.lastError}</span>
          </Banner>
        ) : null}
        <KeyValueList
          items={[
            { label: t("columns.status"), value: <ComponentStatusBadge row={row} /> },
            { label: t("columns.state"), value: <ComponentStateBadge row={row} /> },
            {
              label: t("columns.counts"),
              value:
                row.errors + row.warnings > 0
                  ? t("counted", { errors: row.errors, warnings: row.warnings })
                  : t("countedNone"),
            },
            { label: t("detail.server"), value: `${row.serverFqdn} (${row.siteCode})` },
            { label: t("columns.type"), value: t(`types.${COMPONENT_TYPE[row.type]}`) },
            { label: t("detail.started"), value: <When at={row.startedAt} none={t("detail.never")} /> },
            { label: t("detail.stopped"), value: <When at={row.stoppedAt} none={t("detail.never")} /> },
            { label: t("detail.heartbeat"), value: <When at={row.heartbeatAt} none={t("detail.never")} /> },
            {
              label: t("detail.nextScheduled"),
              value: <When at={row.nextScheduledAt} none={t("detail.none")} />,
            },
            { label: t("detail.logFile"), value: <code className="font-mono text-sm">{row.logFile}</code> },
          ]}
        />
        <div className="flex flex-wrap gap-2">
          <Button asChild>
            <Link href={`/components/service-manager?server=${row.serverFqdn}&component=${row.component}`}>
              <SlidersHorizontal aria-hidden />
              {t("detail.toServiceManager")}
            </Link>
          </Button>
          <Button
            pending={reset.pending}
            disabledReason={denied}
            onClick={() => reset.run({ serverId: row.serverId, component: row.component })}
          >
            <RotateCcw aria-hidden />
            {t("detail.resetCounts")}
          </Button>
        </div>
        <section aria-labelledby="status-messages">
          <h3 id="status-messages" className="mb-2 font-semibold">
            {t("detail.messages")}
          </h3>
          <Messages row={row} />
        </section>
      </div>
    </Dialog>
  );
}

function When({ at, none }: { at: Date | null; none: ReactNode }) {
  if (!at) return <span className="text-muted">{none}</span>;
  return (
    <>
      <AbsoluteTime at={at} style="seconds" />{" "}
      <span className="text-muted">
        (<RelativeTime at={at} />)
      </span>
    </>
  );
}

function Messages({ row }: { row: ComponentRow }) {
  const t = useTranslations("componentsPage.detail");
  const mayRead = useCan()("status.view");
  const { data, error } = useLiveQuery(
    "listStatusMessages",
    { component: row.component, machineName: row.serverFqdn, limit: MESSAGES_SHOWN },
    { enabled: mayRead },
  );
  if (!mayRead) return <p className="text-muted">{t("messagesForbidden")}</p>;
  if (error) {
    return (
      <Banner tone="danger" title={t("messagesFailed")}>
        <FailureMessage failure={error.failure} />
      </Banner>
    );
  }
  if (!data) {
    return (
      <div role="status" className="space-y-2">
        <span className="sr-only">{t("loading")}</span>
        <Skeleton className="w-full" />
        <Skeleton className="w-2/3" />
      </div>
    );
  }
  if (data.length === 0) return <p className="text-muted">{t("messagesEmpty")}</p>;
  return <StatusMessageList messages={data} />;
}

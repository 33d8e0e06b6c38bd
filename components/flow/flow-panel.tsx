"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLiveQuery } from "../live/use-live-query";
import { useCan } from "../shell/access";
import { StatusBadge } from "../ui/badge";
import { Dialog } from "../ui/dialog";
import { KeyValueList } from "../ui/key-value";
import { LogLines } from "../ui/log-lines";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { logHref } from "../updates/log-href";
import type { FlowNodeView } from "./flow-view-model";

/** As many lines as tell what a log said last. */
const LINES_AT_MOST = 12;

interface FlowPanelProps {
  node: FlowNodeView | null;
  description: string;
  /** The package the page is about, whose lines are shown although it is not at this step. */
  chosenPackage: string | null;
  onClose(): void;
}

/** A step from near: its packages, the last lines of its log, and the ways to the rest. */
export function FlowPanel({ node, description, chosenPackage, onClose }: FlowPanelProps) {
  const t = useTranslations("flow.panel");
  const packageGuid = node?.chips[0]?.packageGuid ?? chosenPackage;
  return (
    <Dialog
      open={node !== null}
      onOpenChange={(open) => !open && onClose()}
      title={node ? `${node.number}. ${node.title}` : ""}
      description={description}
      size="lg"
    >
      {node ? (
        <div className="space-y-4 pb-4">
          <Facts node={node} />
          {node.chips.length > 0 ? <PackagesHere node={node} /> : <p className="text-muted">{t("nobody")}</p>}
          {packageGuid && node.logFile ? (
            <LastLines packageGuid={packageGuid} logFile={node.logFile} />
          ) : null}
        </div>
      ) : null}
    </Dialog>
  );
}

function Facts({ node }: { node: FlowNodeView }) {
  const t = useTranslations("flow.panel");
  const mayQuery = useCan()("component.query");
  if (!node.component) return null;
  return (
    <KeyValueList
      items={[
        {
          label: t("component"),
          value: mayQuery ? (
            <Link
              href={`/components?${new URLSearchParams({ component: node.component })}`}
              className="rounded-sm text-accent-ink hover:underline"
            >
              {node.component}
            </Link>
          ) : (
            node.component
          ),
        },
        ...(node.logFile ? [{ label: t("log"), value: node.logFile }] : []),
        ...(node.logLine
          ? [{ label: t("line"), value: <code className="wrap-anywhere text-sm">{node.logLine}</code> }]
          : []),
      ]}
    />
  );
}

function PackagesHere({ node }: { node: FlowNodeView }) {
  const t = useTranslations("flow.panel");
  return (
    <div>
      <h3 className="mb-1 font-semibold">{t("packages")}</h3>
      <ul className="divide-y divide-line">
        {node.chips.map((chip) => (
          <li key={chip.key} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            {chip.siteCode ? <span className="font-mono font-semibold">{chip.siteCode}</span> : null}
            <Link
              href={`/updates/${chip.packageGuid}`}
              className="min-w-0 flex-1 rounded-sm text-accent-ink hover:underline"
            >
              {chip.name}
            </Link>
            <StatusBadge tone={chip.tone} busy={chip.busy}>
              {chip.state}
            </StatusBadge>
            {chip.line ? (
              <p className="basis-full text-sm">
                <Link
                  href={chip.line.href}
                  className="wrap-anywhere rounded-sm font-mono text-muted hover:text-accent-ink hover:underline"
                >
                  {chip.line.message}
                </Link>{" "}
                <span className="whitespace-nowrap text-muted">
                  <RelativeTime at={chip.line.time} />
                </span>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function LastLines({ packageGuid, logFile }: { packageGuid: string; logFile: string }) {
  const t = useTranslations("flow.panel");
  const { data: update } = useLiveQuery("getUpdate", { packageGuid });
  const { data: log } = useLiveQuery("listUpdateLogLines", {
    packageGuid,
    file: logFile,
    limit: LINES_AT_MOST,
  });
  if (!update || !log) return <Skeleton className="h-24 w-full" />;
  const title = t("lines", { log: logFile, name: update.name });
  return (
    <div className="space-y-2">
      <h3 className="font-semibold">{title}</h3>
      {log.lines.length > 0 ? (
        <LogLines lines={log.lines} label={title} />
      ) : (
        <p className="text-muted">{t("noLines", { log: logFile })}</p>
      )}
      <Link
        href={logHref(packageGuid, logFile)}
        className="inline-flex items-center gap-1.5 rounded-sm font-medium text-accent-ink hover:underline"
      >
        {t("allLines", { log: logFile })}
        <ArrowRight aria-hidden className="size-4" />
      </Link>
    </div>
  );
}

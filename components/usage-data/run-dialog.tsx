"use client";

import { FileSearch, GitCompareArrows } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { FailureMessage } from "../ui/failure-message";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { Timeline, type TimelineEntry } from "../ui/timeline";
import { LevelBadge, RunStateBadge, UploadStateBadge } from "./badges";

interface RunDialogProps {
  run: UsageDataRun | undefined;
  onClose(): void;
  onShow(runId: string): void;
  onCompare(runId: string): void;
}

/** One collection: what happened to it when, and the receipt of its upload. */
export function RunDialog({ run, onClose, onShow, onCompare }: RunDialogProps) {
  const t = useTranslations("usageDataPage.run");
  const last = useRef(run);
  if (run) last.current = run;
  // While the dialog closes it still shows what it was about.
  const shown = run ?? last.current;
  const runId = shown?.bodySha256 ? shown.runId : null;
  return (
    <Dialog
      open={run !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={shown ? <AbsoluteTime at={shown.finishedAt ?? shown.requestedAt} style="zoned" /> : null}
      footer={
        runId ? (
          <>
            <Button onClick={() => onCompare(runId)}>
              <GitCompareArrows aria-hidden />
              {t("compare")}
            </Button>
            <Button variant="primary" onClick={() => onShow(runId)}>
              <FileSearch aria-hidden />
              {t("show")}
            </Button>
          </>
        ) : undefined
      }
    >
      {shown ? <Detail run={shown} /> : null}
    </Dialog>
  );
}

function Detail({ run }: { run: UsageDataRun }) {
  const t = useTranslations("usageDataPage");
  const sizes = useSizes();
  const { upload } = run;
  return (
    <div className="space-y-5 pb-3">
      <div className="flex flex-wrap gap-2">
        <LevelBadge level={run.level} />
        <RunStateBadge state={run.state} />
        {upload ? <UploadStateBadge state={upload.state} /> : null}
      </div>
      {run.errorCode ? (
        <Banner tone="danger" title={<FailureMessage failure={{ code: run.errorCode }} />} />
      ) : null}
      {upload?.errorCode ? (
        <Banner
          tone={upload.state === "refused" ? "danger" : "warning"}
          title={
            <FailureMessage failure={{ code: upload.errorCode, params: upload.errorParams ?? undefined }} />
          }
        />
      ) : null}
      <Receipt run={run} />
      <KeyValueList
        items={[
          { label: t("run.purpose"), value: t(`purposes.${run.purpose}`) },
          { label: t("run.by"), value: run.requestedBy },
          ...(run.scheduledFor
            ? [{ label: t("run.scheduledFor"), value: <AbsoluteTime at={run.scheduledFor} style="zoned" /> }]
            : []),
          ...(run.bodyBytes === null
            ? []
            : [
                {
                  label: t("facts.travels"),
                  value: t("facts.compressed", {
                    body: sizes.bytes(run.bodyBytes),
                    text: sizes.bytes(run.documentBytes ?? 0),
                  }),
                },
                {
                  label: t("facts.items"),
                  value: t("facts.counts", {
                    collected: run.collected,
                    absent: run.absent,
                    failed: run.failed,
                  }),
                },
              ]),
          ...(run.bodySha256 ? [{ label: "SHA-256", value: <Copyable text={run.bodySha256} /> }] : []),
        ]}
      />
      <div>
        <h3 className="mb-2 font-semibold">{t("run.course")}</h3>
        <Timeline label={t("run.course")} entries={useCourse(run)} />
      </div>
    </div>
  );
}

function Receipt({ run: { upload, bodySha256 } }: { run: UsageDataRun }) {
  const t = useTranslations("usageDataPage.run");
  if (!upload?.receipt) return null;
  const { receiptId, acceptedAt, bodySha256: received } = upload.receipt;
  const same = received === bodySha256;
  return (
    <section aria-label={t("receipt")} className="rounded-md border border-line p-3">
      <h3 className="mb-2 font-semibold">{t("receipt")}</h3>
      <KeyValueList
        items={[
          { label: t("receiptId"), value: <Copyable text={receiptId} /> },
          { label: t("acceptedAt"), value: <AbsoluteTime at={acceptedAt} style="zoned" /> },
          { label: t("receivedHash"), value: <Copyable text={received} /> },
        ]}
      />
      <p className={same ? "mt-2 text-success" : "mt-2 text-danger"}>
        {t(same ? "sameBytes" : "otherBytes")}
      </p>
    </section>
  );
}

const Copyable = ({ text }: { text: string }) => (
  <span className="flex items-start gap-1">
    <code className="min-w-0 break-all font-mono text-sm">{text}</code>
    <CopyButton text={text} />
  </span>
);

/** What happened, in its order; what has not happened yet is left out. */
function useCourse(run: UsageDataRun): TimelineEntry[] {
  const t = useTranslations("usageDataPage.run.steps");
  const { upload } = run;
  const steps = [
    { id: "requested", at: run.requestedAt, tone: "neutral" },
    { id: "started", at: run.startedAt, tone: "neutral" },
    {
      id: run.state === "failed" ? "failed" : "finished",
      at: run.finishedAt,
      tone: run.state === "failed" ? "danger" : "success",
    },
    { id: "uploading", at: upload?.startedAt ?? null, tone: "neutral" },
    {
      id: upload?.state === "accepted" ? "accepted" : upload?.state === "refused" ? "refused" : "discarded",
      at: upload?.finishedAt ?? null,
      tone: upload?.state === "accepted" ? "success" : upload?.state === "refused" ? "danger" : "neutral",
    },
    { id: "nextAttempt", at: upload?.state === "waiting" ? upload.nextAttemptAt : null, tone: "warning" },
  ] as const;
  return steps.flatMap(({ id, at, tone }) =>
    at === null
      ? []
      : [
          {
            id,
            tone,
            title: t(id, {
              carrier: upload?.carrier ?? "online",
              attempts: upload?.attempts ?? 0,
            }),
            meta: <AbsoluteTime at={at} style="seconds" />,
          },
        ],
  );
}

"use client";

import { ShieldCheck, ShieldQuestion, ShieldX } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { UsageDataRun } from "@/lib/usage-data/list-usage-data-runs";
import { StatusBadge } from "../ui/badge";
import { Card } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { LevelBadge } from "./badges";
import { standingOf } from "./choose-run";
import type { OpenedDocument } from "./open-document";

/** Which document is shown, how it stands to what leaves, how large it is, and by which hash it is known. */
export function DocumentFacts({
  run,
  opened,
  choice,
  actions,
}: {
  run: UsageDataRun;
  opened: OpenedDocument | undefined;
  /** Where another document can be chosen. */
  choice: ReactNode;
  actions: ReactNode;
}) {
  const t = useTranslations("usageDataPage.facts");
  const sizes = useSizes();
  const standing = standingOf(run);
  return (
    <Card title={t(`title.${standing}`)} description={t(`about.${standing}`)} actions={actions}>
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <div className="space-y-4">
          {choice}
          <KeyValueList
            items={[
              { label: t("level"), value: <LevelBadge level={run.level} /> },
              {
                label: t("collected"),
                value: run.finishedAt ? <AbsoluteTime at={run.finishedAt} style="zoned" /> : null,
              },
              {
                label: t("items"),
                value: t("counts", { collected: run.collected, absent: run.absent, failed: run.failed }),
              },
            ]}
          />
        </div>
        <KeyValueList
          items={[
            {
              label: t("travels"),
              value: t("compressed", {
                body: sizes.bytes(run.bodyBytes ?? 0),
                text: sizes.bytes(run.documentBytes ?? 0),
              }),
            },
            { label: t("bodyHash"), value: <Hash value={run.bodySha256 ?? ""} /> },
            { label: t("textHash"), value: <Hash value={run.documentSha256 ?? ""} /> },
            { label: t("check"), value: <Verification opened={opened} /> },
            ...(run.upload?.receipt
              ? [
                  {
                    label: t("receipt"),
                    value: <ReceiptMatch matches={run.upload.receipt.bodySha256 === run.bodySha256} />,
                  },
                ]
              : []),
          ]}
        />
      </div>
    </Card>
  );
}

const Hash = ({ value }: { value: string }) => (
  <span className="flex items-start gap-1">
    <code className="min-w-0 break-all font-mono text-sm">{value}</code>
    <CopyButton text={value} />
  </span>
);

/** What the browser itself found when it hashed what it shows. */
function Verification({ opened }: { opened: OpenedDocument | undefined }) {
  const t = useTranslations("usageDataPage.facts");
  if (!opened) return <span className="text-muted">{t("checking")}</span>;
  if (opened.verified === null) {
    return (
      <StatusBadge tone="neutral" icon={ShieldQuestion}>
        {t("uncheckable")}
      </StatusBadge>
    );
  }
  return opened.verified ? (
    <StatusBadge tone="success" icon={ShieldCheck}>
      {t("verified")}
    </StatusBadge>
  ) : (
    <StatusBadge tone="danger" icon={ShieldX}>
      {t("mismatch")}
    </StatusBadge>
  );
}

function ReceiptMatch({ matches }: { matches: boolean }) {
  const t = useTranslations("usageDataPage.facts");
  return (
    <StatusBadge tone={matches ? "success" : "danger"} icon={matches ? ShieldCheck : ShieldX}>
      {t(matches ? "sameAsReceived" : "otherThanReceived")}
    </StatusBadge>
  );
}

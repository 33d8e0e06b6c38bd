"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ImportReport } from "@/lib/offline/model";
import { StatusBadge, type Tone } from "../ui/badge";
import { KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import { useSizes } from "../ui/sizes";
import { useReasonText } from "../updates/reason-text";

type ReportedUpdate = ImportReport["updates"][number];

/** In the order of a reader's interest: what the decision is about comes first. */
const OUTCOMES = {
  import: "success",
  present: "neutral",
  listed: "info",
} as const satisfies Record<ReportedUpdate["outcome"], Tone>;

const ORDER = Object.keys(OUTCOMES);

/** What would be imported, and what would not and why. */
export function ImportReportView({ report }: { report: ImportReport }) {
  const t = useTranslations("offlinePage.report");
  const sizes = useSizes();
  const brought = report.updates.filter(({ outcome }) => outcome === "import");
  const updates = report.updates.toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const bytes = brought.reduce((sum, update) => sum + update.bytes, 0);
  return (
    <div className="space-y-4">
      <KeyValueList
        items={[
          { label: t("packed"), value: <AbsoluteTime at={report.createdAt} style="zoned" /> },
          { label: t("writtenBy"), value: report.writtenBy },
          {
            label: t("validUntil"),
            value: (
              <>
                <AbsoluteTime at={report.metadataExpiresAt} style="zoned" />
                {report.metadataExpired ? ` · ${t("expired")}` : null}
              </>
            ),
          },
          {
            label: t("receipt"),
            value: report.receipt ? (
              <>
                {t("accepted")} <AbsoluteTime at={report.receipt.acceptedAt} style="zoned" />
              </>
            ) : (
              t("noReceipt")
            ),
          },
          { label: t("brings"), value: t("bringsText", { count: brought.length, size: sizes.bytes(bytes) }) },
        ]}
      />
      <section aria-label={t("updates")}>
        <h3 className="mb-1 font-semibold">{t("updates")}</h3>
        {updates.length > 0 ? (
          <ul className="divide-y divide-line rounded-md border border-line">
            {updates.map((update) => (
              <UpdateRow key={update.packageGuid} update={update} />
            ))}
          </ul>
        ) : (
          <p className="text-muted">{t("noUpdates")}</p>
        )}
      </section>
    </div>
  );
}

function UpdateRow({ update }: { update: ReportedUpdate }) {
  const t = useTranslations("offlinePage.report");
  const sizes = useSizes();
  const reasonText = useReasonText();
  const { outcome, unmet } = update;
  return (
    <li className="px-3 py-2">
      <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="wrap-anywhere min-w-0 font-medium">
          {outcome === "present" ? (
            <Link
              href={`/updates/${update.packageGuid}`}
              className="rounded-sm text-accent-ink hover:underline"
            >
              {update.name}
            </Link>
          ) : (
            update.name
          )}
        </span>
        <StatusBadge tone={OUTCOMES[outcome]}>{t(`outcomes.${outcome}`)}</StatusBadge>
      </p>
      <p className="text-muted text-sm tabular-nums">
        {update.fullVersion}
        {outcome === "import"
          ? ` · ${t("files", { count: update.files })} · ${sizes.bytes(update.bytes)}`
          : null}
        {` · ${t(`applicability.${update.applicability}`)}`}
      </p>
      {unmet ? <p className="text-muted text-sm">{reasonText({ ...unmet, passed: false })}</p> : null}
    </li>
  );
}
